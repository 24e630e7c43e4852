//! Word documents: what becomes of them, and what is refused.

use std::io::Cursor;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::folder::Folder;
use crate::import_formats::{GIF, body, import, refused, zip};

const RELATIONS: &str = "<Relationships>\
    <Relationship Id='r1' Type='http://x/styles' Target='styles.xml'/>\
    <Relationship Id='r2' Type='http://x/numbering' Target='numbering.xml'/>\
    <Relationship Id='r3' Type='http://x/footnotes' Target='footnotes.xml'/>\
    <Relationship Id='r4' Type='http://x/comments' Target='comments.xml'/>\
    <Relationship Id='r5' Type='http://x/header' Target='header1.xml'/>\
    <Relationship Id='r6' Type='http://x/hyperlink' Target='https://example.org/a' TargetMode='External'/>\
    <Relationship Id='r7' Type='http://x/image' Target='media/image1.gif'/>\
    <Relationship Id='r8' Type='http://x/image' Target='media/image2.emf'/>\
    <Relationship Id='r9' Type='http://x/hyperlink' Target='javascript:alert(1)' TargetMode='External'/>\
    </Relationships>";

const STYLES: &str = "<w:styles xmlns:w='w'>\
    <w:style w:styleId='a'><w:name w:val='Title'/></w:style>\
    <w:style w:styleId='1'><w:name w:val='heading 1'/></w:style>\
    <w:style w:styleId='2'><w:name w:val='heading 2'/></w:style>\
    <w:style w:styleId='mine'><w:name w:val='Mine'/><w:basedOn w:val='2'/></w:style>\
    <w:style w:styleId='q'><w:name w:val='Quote'/></w:style>\
    <w:style w:styleId='t1'><w:name w:val='toc 1'/></w:style>\
    </w:styles>";

const NUMBERING: &str = "<w:numbering xmlns:w='w'>\
    <w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='•'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='taiwaneseCountingThousand'/><w:lvlText w:val='第%1條'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    </w:numbering>";

const FOOTNOTES: &str = "<w:footnotes xmlns:w='w'><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>\
    <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>腳註的文字。</w:t></w:r></w:p><w:p><w:r><w:t>第二段。</w:t></w:r></w:p></w:footnote>\
    <w:footnote w:id='3'><w:p><w:r><w:t>沒有人提到。</w:t></w:r></w:p></w:footnote></w:footnotes>";

const COMMENTS: &str = "<w:comments xmlns:w='w'><w:comment w:author='甲'><w:p><w:r><w:t>請查證</w:t></w:r></w:p></w:comment></w:comments>";

const HEADER: &str = "<w:hdr xmlns:w='w'><w:p><w:r><w:t>內部文件</w:t></w:r></w:p></w:hdr>";

const CORE: &str = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title>範本</dc:title><dc:creator>王小明</dc:creator></cp:coreProperties>";

fn document_of(body: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='w'><w:body>{body}<w:sectPr/></w:body></w:document>"
    )
}

/// Returns a Word document of a body.
fn docx(body: &str) -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            b"<Relationships><Relationship Id='r1' Type='http://x/officeDocument' Target='word/document.xml'/>\
              <Relationship Id='r2' Type='http://x/core-properties' Target='docProps/core.xml'/></Relationships>",
        ),
        ("docProps/core.xml", CORE.as_bytes()),
        ("word/document.xml", document_of(body).as_bytes()),
        ("word/_rels/document.xml.rels", RELATIONS.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
        ("word/footnotes.xml", FOOTNOTES.as_bytes()),
        ("word/comments.xml", COMMENTS.as_bytes()),
        ("word/header1.xml", HEADER.as_bytes()),
        ("word/media/image1.gif", GIF),
        ("word/media/image2.emf", b"\x01\x00\x00\x00"),
    ])
}

fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{runs}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

/// Holds what the paragraphs of a Word document become.
fn check_docx(paragraphs: &str, expected: &str) {
    let title = paragraph("a", &run("題目"));
    let last = paragraph("", &run("結尾的一段。"));
    let bundle = import("a.docx", &docx(&format!("{title}{paragraphs}{last}")));
    let body = body(&bundle);
    let found = body.split("\n\n結尾的一段。").next().unwrap_or_default();
    let found = if body.starts_with("結尾的一段。") {
        ""
    } else {
        found
    };
    assert_eq!(found, expected, "{}", bundle.index);
}

#[test]
fn word_paragraphs() {
    check_docx(&paragraph("1", &run("章")), "## 章");
    check_docx(&paragraph("2", &run("節")), "### 節");
    check_docx(&paragraph("mine", &run("節")), "### 節");
    check_docx(
        "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>章</w:t></w:r></w:p>",
        "## 章",
    );
    check_docx(&paragraph("q", &run("引文")), "> 引文");
    check_docx(
        &paragraph(
            "",
            &format!(
                "{}<w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>斜</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>刪</w:t></w:r><w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>常</w:t></w:r>",
                run("星*號 ")
            ),
        ),
        "星\\*號 **粗***斜*~~刪~~常",
    );
    check_docx(
        &paragraph(
            "",
            &format!(
                "{}<w:hyperlink r:id='r6'>{}</w:hyperlink><w:hyperlink r:id='r9'>{}</w:hyperlink>",
                run("見"),
                run("這裡"),
                run("那裡")
            ),
        ),
        "見[這裡](https://example.org/a)那裡",
    );
    check_docx(
        &paragraph(
            "",
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK \"https://example.org/b\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>連結</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>後</w:t></w:r>",
        ),
        "[連結](https://example.org/b)後",
    );
    check_docx(
        &paragraph(
            "",
            "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>",
        ),
        "甲\\\n乙 丙",
    );
}

#[test]
fn word_figures_above_and_below_the_line() {
    let raised = |align: &str, text: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val='{align}'/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let runs = [
        run("10"),
        raised("superscript", "8"),
        run("與H"),
        raised("subscript", "2"),
        run("O，第1"),
        raised("superscript", "st"),
        raised("baseline", "2"),
    ];
    check_docx(&paragraph("", &runs.concat()), "10⁸與H₂O，第1st2");
}

#[test]
fn word_lists() {
    let item = |list: u8, level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}</w:p>",
            run(text)
        )
    };
    check_docx(
        &[
            item(1, 0, "甲"),
            item(1, 1, "一"),
            item(1, 1, "二"),
            item(1, 0, "乙"),
        ]
        .concat(),
        "- 甲\n\n  1. 一\n\n  2. 二\n\n- 乙",
    );
    // What Word numbers with words is printed, and so it is text.
    check_docx(
        &[item(2, 0, "總則"), item(2, 0, "附則")].concat(),
        "第一條總則\n\n第二條附則",
    );
    check_docx(&item(0, 0, "不是項"), "不是項");
}

#[test]
fn word_tables() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", &run(text)));
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|text| cell(text)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&["甲", "乙"]),
        row(&["1|2", "3"])
    );
    check_docx(&table, "| 甲 | 乙 |\n| --- | --- |\n| 1\\|2 | 3 |");
    let wide = format!(
        "<w:tbl>{}<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc></w:tr></w:tbl>",
        row(&["甲", "乙"]),
        paragraph("", &run("全"))
    );
    check_docx(&wide, "| 甲 | 乙 |\n| --- | --- |\n| 全 |  |");
    let layout = format!("<w:tbl>{}</w:tbl>", row(&["版面"]));
    check_docx(&layout, "版面");
}

#[test]
fn a_document_with_a_picture_and_no_text() {
    let picture =
        "<w:r><w:drawing><wp:docPr descr='照片'/><a:blip r:embed='r7'/></w:drawing></w:r>";
    let body = paragraph("a", &run("題目")) + &paragraph("", picture);
    let bundle = import("a.docx", &docx(&body));
    assert_eq!(bundle.draft.title, "題目");
    assert!(bundle.index.contains("\n\n![照片]("), "{}", bundle.index);
}

#[test]
fn nothing_of_a_word_document_is_lost() {
    let body = [
        paragraph("t1", &run("目次一")),
        paragraph("a", &run("題目")),
        paragraph("", &format!("{}<w:r><w:footnoteReference w:id='2'/></w:r>{}", run("正文"), run("：後文。"))),
        paragraph("", "<w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>刪去</w:delText></w:r></w:del><w:ins><w:r><w:t>加</w:t></w:r></w:ins>"),
        paragraph("", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隱藏</w:t></w:r><w:r><w:t>可見</w:t></w:r>"),
        paragraph("", "<w:r><w:drawing><wp:docPr descr='照片'/><a:blip r:embed='r7'/></w:drawing></w:r><w:r><w:t>圖</w:t></w:r>"),
        paragraph("", "<w:r><w:drawing><wp:docPr descr='向量'/><a:blip r:embed='r8'/></w:drawing></w:r><w:r><w:t>後</w:t></w:r>"),
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>擇</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>擇</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>".to_owned(),
        paragraph("", "<w:r><w:ruby><w:rt><w:r><w:t>ㄏㄢˋ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>"),
        paragraph("", "<m:oMath><m:r><m:t>E=</m:t></m:r><m:sSup><m:e><m:r><m:t>mc</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:r><m:t>+</m:t></m:r><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath><w:unknown><w:r><w:t>不識</w:t></w:r></w:unknown>"),
        "<w:sdt><w:sdtContent><w:p><w:r><w:txbxContent><w:p><w:r><w:t>文字方塊</w:t></w:r></w:p></w:txbxContent></w:r></w:p></w:sdtContent></w:sdt>".to_owned(),
    ]
    .concat();
    let bundle = import("a.docx", &docx(&body));
    let index = &bundle.index;
    for text in [
        "title: 題目\n",
        "  author: 王小明\n",
        "正文[^fn1]：後文。\n",
        "\n[^fn1]: 腳註的文字。\n\n    第二段。\n",
        "留加\n",
        "可見\n",
        "![照片](",
        "擇\n",
        "漢\n",
        "E=mc²+1/2不識\n",
        "文字方塊\n",
        "  - rule: deleted-text\n    text: '刪去'\n",
        "  - rule: hidden-text\n    text: '隱藏'\n",
        "  - rule: reading\n    text: 'ㄏㄢˋ'\n",
        "  - rule: table-of-contents\n    text: '目次一'\n",
        "  - rule: comment\n    text: '甲：請查證'\n",
        "  - rule: page-header\n    text: '內部文件'\n",
        "  - rule: note-without-reference\n    text: '沒有人提到。'\n",
        "  - rule: image-not-captured\n    text: '向量 word/media/image2.emf'\n",
        "  - rule: document-properties\n    text: 'title: 範本 creator: 王小明'\n",
        "  media_type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\n",
    ] {
        assert!(index.contains(text), "no {text:?} in {index}");
    }
    assert_eq!(index.matches('擇').count(), 1);
    let names: Vec<&String> = bundle.files.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(names[0], "source.docx");
}

#[test]
fn a_word_document_becomes_an_article_that_is_fine() {
    let folder = Folder::site();
    let text = paragraph("a", &run("題目"))
        + &paragraph(
            "",
            &format!(
                "{}<w:r><w:footnoteReference w:id='2'/></w:r>",
                run("正文的一段話。")
            ),
        )
        + &paragraph("", &run("記者王小明／台北報導"))
        + &paragraph("", &run("後面還有一段話。"));
    folder.write("a.docx", docx(&text));
    let run = folder.run(&["import", "a.docx"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    // The same without a name that says what it is.
    std::fs::rename(folder.path("a.docx"), folder.path("a")).expect("a name");
    let run = folder.run(&["import", "a", "--json"]);
    assert!(
        run.stdout.contains("\"outcome\":\"same\""),
        "{}",
        run.stdout
    );
}

#[test]
fn archives_that_no_program_should_unpack() {
    let compound = [
        &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..],
        &[0; 600],
        &"EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
    ]
    .concat();
    refused(
        "a.docx",
        &compound,
        &["import-encrypted", "a Word document"],
    );
    refused("a.docx", &compound[..600], &["import-binary", ".doc"]);
    refused(
        "a.docx",
        b"PK\x03\x04....",
        &["import-broken", "a Word document"],
    );
    refused("a.docx", b"text", &["import-broken"]);
    refused(
        "a.docx",
        &zip(&[("a.txt", b"x")]),
        &["import-broken", "word/document.xml"],
    );
    let whole = docx(&paragraph("", &run("文字")));
    refused("a.docx", &whole[..whole.len() / 2], &["import-broken"]);
    refused(
        "a.docx",
        &zip(&[("word/document.xml", b"<a/>"), ("../../evil", b"x")]),
        &["import-leads-out", "../../evil"],
    );
    for name in ["/etc/passwd", "a\\..\\..\\b", "C:\\a"] {
        refused("a.epub", &zip(&[(name, b"x")]), &["import-leads-out"]);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let added = writer.add_symlink(
        "word/document.xml",
        "/etc/passwd",
        SimpleFileOptions::default(),
    );
    added.expect("a link is written");
    let link = writer.finish().expect("an archive ends").into_inner();
    refused("a.docx", &link, &["import-leads-out"]);
    let bomb = zip(&[("word/document.xml", &vec![b' '; 70 << 20])]);
    assert!(bomb.len() < 1 << 20);
    refused("a.docx", &bomb, &["import-inflates", "word/document.xml"]);
    let laughs = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>";
    refused(
        "a.docx",
        &zip(&[("word/document.xml", laughs.as_bytes())]),
        &["import-entities", "word/document.xml"],
    );
    let deep = "<w:p>".repeat(100_000);
    refused("a.docx", &docx(&deep), &["import-broken", "deep"]);
    let many = docx(&"<w:p/>".repeat(2_100_000));
    refused("a.docx", &many, &["import-broken", "too many"]);
    refused("a.docx", &docx(""), &["import-empty"]);
    let flagged = {
        // The flag of encryption, in the entry and in the directory.
        let mut bytes = zip(&[("word/document.xml", b"<a/>")]);
        let directory = bytes
            .windows(4)
            .position(|it| it == b"PK\x01\x02")
            .expect("a directory");
        bytes[6] |= 1;
        bytes[directory + 8] |= 1;
        bytes
    };
    refused("a.docx", &flagged, &["import-encrypted"]);
}
