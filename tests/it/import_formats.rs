//! Word documents, books and web archives: what becomes of them, and what is refused.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use kaozheng::config;
use kaozheng::diagnostic::Source;
use kaozheng::import::bundle::Bundle;
use kaozheng::import::{self, Input, Options};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::folder::Folder;

/// A picture of one pixel.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// Sentences enough that an article is one.
const PROSE: &str = "<p>這是正文的第一段，說明了事情的經過，也引用了幾位當事人的話，並且提供了一些背景資料。</p>\
<p>這是正文的第二段，繼續說明事情的發展，還有各方面的反應，以及後來的影響，一直到今天為止。</p>";

fn import_all(name: &str, bytes: &[u8], split: bool) -> Vec<Result<Bundle, String>> {
    let config = config::read(&Source::new("kaozheng.toml", "title = \"站\"")).value;
    let input = Input {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
        companions: Vec::new(),
    };
    let options = Options {
        split,
        ..Options::default()
    };
    let bundles = import::read_all(&input, &options, &config).into_iter();
    let said = |problem: kaozheng::Diagnostic| format!("{}: {}", problem.code, problem.message);
    bundles.map(|bundle| bundle.map_err(said)).collect()
}

fn import(name: &str, bytes: &[u8]) -> Bundle {
    let mut bundles = import_all(name, bytes, false);
    assert_eq!(bundles.len(), 1, "{bundles:?}");
    let bundle = bundles.remove(0);
    bundle.unwrap_or_else(|problem| panic!("{problem}"))
}

/// Holds that a file is refused, with the code and the words.
fn refused(name: &str, bytes: &[u8], words: &[&str]) {
    let found = import_all(name, bytes, false);
    let [Err(problem)] = found.as_slice() else {
        panic!("{name}: {found:?}");
    };
    for word in words {
        assert!(problem.contains(word), "no {word} in {problem}");
    }
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part begins");
        writer.write_all(bytes).expect("a part is written");
    }
    writer.finish().expect("an archive ends").into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("it is packed");
    encoder.finish().expect("it ends")
}

/// Returns the body of an article.
fn body(bundle: &Bundle) -> &str {
    bundle
        .index
        .split_once("\n---\n\n")
        .expect("front matter")
        .1
}

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
        paragraph("", "<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath><w:unknown><w:r><w:t>不識</w:t></w:r></w:unknown>"),
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
        "E=mc不識\n",
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

const CONTAINER: &[u8] =
    b"<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>";

fn book(chapters: &[(&str, &str)], more: &[(&str, &[u8])]) -> Vec<u8> {
    let items: String = chapters
        .iter()
        .map(|(name, _)| {
            format!("<item id='{name}' href='{name}.xhtml' media-type='application/xhtml+xml'/>")
        })
        .collect();
    // The order of reading is not that of the manifest.
    let order: String = chapters
        .iter()
        .rev()
        .map(|(name, _)| format!("<itemref idref='{name}'/>"))
        .collect();
    let package = format!(
        "<?xml version='1.0'?><package xmlns:dc='d'><metadata><dc:title>書名</dc:title><dc:creator>作者甲</dc:creator>\
         <dc:creator opf:role='ill'>繪者乙</dc:creator><dc:publisher>某某出版社</dc:publisher><dc:language>zh-TW</dc:language>\
         <dc:date>2024-02-25T00:00:00Z</dc:date><dc:rights>版權</dc:rights></metadata>\
         <manifest><item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>{items}</manifest>\
         <spine><itemref idref='nav'/>{order}</spine></package>"
    );
    let links: String = chapters
        .iter()
        .map(|(name, _)| format!("<li><a href='{name}.xhtml'>目錄的{name}</a></li>"))
        .collect();
    let nav = format!(
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body><nav><ol>{links}</ol></nav></body></html>"
    );
    let parts: Vec<(String, String)> = chapters
        .iter()
        .map(|(name, body)| {
            let page = format!("<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>{body}</body></html>");
            (format!("OEBPS/{name}.xhtml"), page)
        })
        .collect();
    let mut all: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", package.as_bytes()),
        ("OEBPS/nav.xhtml", nav.as_bytes()),
        ("OEBPS/images/a.gif", GIF),
    ];
    all.extend(
        parts
            .iter()
            .map(|(name, page)| (name.as_str(), page.as_bytes())),
    );
    all.extend(more);
    zip(&all)
}

#[test]
fn books() {
    let chapters = [
        (
            "b",
            "<h1>第二章</h1><p>第二章的文字。</p><p><img src='images/a.gif' alt='圖'/></p>",
        ),
        (
            "a",
            "<h1>第一章</h1><p>第一章的文字，<em>強調</em>。</p><div/><p><ruby>漢<rt>ㄏㄢ</rt></ruby></p>",
        ),
    ];
    let bytes = book(&chapters, &[]);
    let bundle = import("a.epub", &bytes);
    let index = &bundle.index;
    for text in [
        "title: 書名\n",
        "date: 2024-02-25\n",
        "  publisher: 某某出版社\n",
        "  author: 作者甲\n",
        "  - rule: book-metadata\n",
        "creator ill: 繪者乙",
        "rights: 版權",
        "  - rule: table-of-contents\n    text: '目錄的b目錄的a'\n",
        "## 第一章\n\n第一章的文字，*強調*。\n\n漢\n\n## 第二章\n\n第二章的文字。\n\n![圖](",
    ] {
        assert!(index.contains(text), "no {text:?} in {index}");
    }
    assert_eq!(
        bundle
            .draft
            .left_out
            .iter()
            .map(|left| (left.rule, left.characters))
            .collect::<Vec<_>>(),
        [("reading", 2)]
    );
    assert_eq!(bundle.files[0], ("source.epub".to_owned(), bytes.clone()));

    let split = import_all("a.epub", &bytes, true);
    let titles: Vec<&str> = split
        .iter()
        .map(|bundle| bundle.as_ref().expect("a chapter").draft.title.as_str())
        .collect();
    assert_eq!(titles, ["目錄的a", "目錄的b"]);
    let first = split[0].as_ref().expect("a chapter");
    assert_eq!(first.input, "a.epub#OEBPS/a.xhtml");
    assert_eq!(first.files[0].0, "source.xhtml");
    assert!(
        String::from_utf8_lossy(&first.files[0].1)
            .starts_with("<?xml version='1.0' encoding='utf-8'?><html")
    );
}

#[test]
fn a_book_becomes_articles_that_are_fine() {
    let chapters = [
        ("b", "<h1>第二章</h1><p>第二章的文字。</p>"),
        ("a", "<h1>第一章</h1><p>第一章的文字。</p>"),
    ];
    let folder = Folder::site();
    folder.write("a.epub", book(&chapters, &[]));
    for arguments in [&["import", "a.epub"][..], &["import", "a.epub", "--split"]] {
        let run = folder.run(arguments);
        assert_eq!(run.exit, 0, "{}", run.stderr);
    }
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(
        std::fs::read_dir(folder.path("content/articles"))
            .expect("articles")
            .count(),
        3
    );
    let run = folder.run(&["import", "a.epub", "--split", "--json"]);
    assert_eq!(
        run.stdout.matches("\"outcome\":\"same\"").count(),
        2,
        "{}",
        run.stdout
    );
    assert_eq!(
        folder
            .run(&["import", "--stdout", "--split", "a.epub"])
            .exit,
        2
    );
    assert_eq!(
        folder
            .run(&[
                "import",
                "--split",
                "a.epub",
                "--url",
                "https://example.org"
            ])
            .exit,
        2
    );
}

#[test]
fn books_that_are_refused() {
    let chapters = [("a", "<p>文字。</p>")];
    let encryption = |algorithm: &str| {
        format!(
            "<encryption><enc:EncryptedData xmlns:enc='e'><enc:EncryptionMethod Algorithm='{algorithm}'/></enc:EncryptedData></encryption>"
        )
    };
    let aes = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc");
    refused(
        "a.epub",
        &book(&chapters, &[("META-INF/encryption.xml", aes.as_bytes())]),
        &["import-encrypted", "EPUB"],
    );
    let font = encryption("http://www.idpf.org/2008/embedding");
    import(
        "a.epub",
        &book(&chapters, &[("META-INF/encryption.xml", font.as_bytes())]),
    );
    refused(
        "a.epub",
        &zip(&[("mimetype", b"application/epub+zip")]),
        &["import-broken", "container"],
    );
    refused(
        "a.epub",
        &zip(&[("META-INF/container.xml", CONTAINER)]),
        &["import-broken", "book.opf"],
    );
    refused("a.epub", &book(&[("a", "")], &[]), &["import-empty"]);
    let deep = "<div>".repeat(100_000);
    refused("a.epub", &book(&[("a", &deep)], &[]), &["import-too-deep"]);
    let lost = "<package><manifest><item id='a' href='../../x.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>";
    refused(
        "a.epub",
        &zip(&[
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/book.opf", lost.as_bytes()),
        ]),
        &["import-empty"],
    );
}

fn record(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-01T02:03:04Z\r\n\
         Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(url: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n");
    record("response", url, &[head.as_bytes(), body].concat())
}

fn page(title: &str, more: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{PROSE}{more}{PROSE}</article></body></html>"
    )
}

#[test]
fn web_archives() {
    let html = "Content-Type: text/html; charset=utf-8";
    let first = page("第一篇", "<p><img src='/a.gif' alt='圖'></p>");
    let big5 = encoding_rs::BIG5.encode(&page("第三篇", "")).0.into_owned();
    let second = page("第二篇", "");
    let (start, end) = second.as_bytes().split_at(100);
    let chunks = [
        format!("{:x}\r\n", start.len()).as_bytes(),
        start,
        format!("\r\n{:x};a=b\r\n", end.len()).as_bytes(),
        end,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let records = [
        record("warcinfo", "", b"software: x"),
        record(
            "request",
            "https://example.org/1",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        response("https://example.org/1", html, first.as_bytes()),
        response("https://example.org/a.gif", "Content-Type: image/gif", GIF),
        response(
            "https://example.org/2",
            &format!("{html}\r\nTransfer-Encoding: chunked"),
            &chunks,
        ),
        response(
            "https://example.org/3",
            "Content-Type: text/html; charset=big5\r\nContent-Encoding: gzip",
            &gzip(&big5),
        ),
        record(
            "response",
            "https://example.org/4",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>none</p>",
        ),
        response(
            "https://example.org/5",
            "Content-Type: application/json",
            b"{}",
        ),
    ];
    let check = |bytes: &[u8]| {
        let bundles = import_all("a.warc", bytes, false);
        let bundles: Vec<Bundle> = bundles
            .into_iter()
            .map(|bundle| bundle.expect("an article"))
            .collect();
        let titles: Vec<&str> = bundles
            .iter()
            .map(|bundle| bundle.draft.title.as_str())
            .collect();
        assert_eq!(titles, ["第一篇", "第二篇", "第三篇"]);
        for (bundle, number) in bundles.iter().zip(1..) {
            assert_eq!(
                bundle.url.as_deref(),
                Some(format!("https://example.org/{number}").as_str())
            );
            assert!(
                bundle
                    .index
                    .contains("  retrieved: 2024-03-01\n  retrieved_evidence: record\n"),
                "{}",
                bundle.index
            );
            // The source of a page is its record, which is an archive of one.
            assert_eq!(bundle.files[0].0, "source.warc");
            let again = import_all("source.warc", &bundle.files[0].1, false);
            assert_eq!(again.len(), 1);
            assert_eq!(again[0].as_ref().expect("the same").sha256, bundle.sha256);
        }
        assert!(bundles[0].index.contains("![圖]("), "{}", bundles[0].index);
        assert_eq!(
            (
                bundles[2].decoded.encoding,
                bundles[2].decoded.evidence.name()
            ),
            ("Big5", "declared")
        );
    };
    check(&records.concat());
    check(&gzip(&records.concat()));
    check(
        &records
            .iter()
            .flat_map(|record| gzip(record))
            .collect::<Vec<u8>>(),
    );
}

#[test]
fn a_bad_record_is_a_problem_of_its_own() {
    let html = "Content-Type: text/html";
    let good = |number: u8| {
        response(
            &format!("https://example.org/{number}"),
            html,
            page(&format!("篇{number}"), "").as_bytes(),
        )
    };
    let outcomes = |bytes: &[u8]| -> Vec<String> {
        let bundles = import_all("a.warc.gz", bytes, false).into_iter();
        bundles
            .map(|bundle| bundle.map_or_else(|problem| problem, |bundle| bundle.draft.title))
            .collect()
    };
    let check = |bytes: &[u8], expected: &[&str]| {
        let outcomes = outcomes(bytes);
        assert_eq!(outcomes.len(), expected.len(), "{outcomes:?}");
        for (found, expected) in outcomes.iter().zip(expected) {
            assert!(found.contains(expected), "no {expected} in {found}");
        }
    };
    let cut = good(1);
    check(
        &[good(2), cut[..cut.len() - 100].to_vec()].concat(),
        &["篇2", "import-bad-record"],
    );
    check(
        &[&b"rubbish\r\n"[..], &good(2)].concat(),
        &["import-bad-record", "篇2"],
    );
    let no_length = String::from_utf8(good(1))
        .expect("text")
        .replace("Content-Length", "Length");
    check(
        &[no_length.as_bytes(), &good(2)].concat(),
        &["import-bad-record", "篇2"],
    );
    let no_http = record("response", "https://example.org/1", b"rubbish");
    check(&[no_http, good(2)].concat(), &["import-bad-record", "篇2"]);
    let packed = response(
        "https://example.org/1",
        &format!("{html}\r\nContent-Encoding: br"),
        b"\x01\x02",
    );
    check(&[packed, good(2)].concat(), &["`br`", "篇2"]);
    let cut_off = String::from_utf8(good(1))
        .expect("text")
        .replace("WARC-Date", "WARC-Truncated: length\r\nWARC-Date");
    check(
        &[cut_off.as_bytes(), &good(2)].concat(),
        &["cut off", "篇2"],
    );
    let members = [gzip(&good(1)), gzip(&good(2)), gzip(&good(3))];
    let damaged = [
        &members[0][..],
        &members[1][..members[1].len() / 2],
        &members[2],
    ]
    .concat();
    check(&damaged, &["篇1", "import-bad-record", "篇3"]);
    check(&members[0][..40], &["import-bad-record"]);
    check(&record("warcinfo", "", b"x"), &["import-without-page"]);
    let inflated = gzip(&vec![b' '; 80 << 20]);
    let bomb = response(
        "https://example.org/1",
        &format!("{html}\r\nContent-Encoding: gzip"),
        &inflated,
    );
    check(&[bomb, good(2)].concat(), &["import-bad-record", "篇2"]);

    let folder = Folder::site();
    folder.write(
        "a.warc",
        [good(2), cut].concat()[..]
            .split_last()
            .map(|(_, rest)| rest[..rest.len() - 50].to_vec())
            .expect("bytes"),
    );
    let run = folder.run(&["import", "a.warc"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("1 article imported, 1 file failed"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.run(&["check", "--strict"]).exit, 0);
}

#[test]
fn what_a_saved_page_says_of_its_saving() {
    let comment = "<!--\n Page saved with SingleFile \n url: https://example.org/a?b=c \n saved date: Fri Mar 01 2024 10:00:00 GMT+0800 \n-->";
    let bundle = import(
        "a.html",
        format!("<!DOCTYPE html> <html>{comment}{}", &page("題目", "")[6..]).as_bytes(),
    );
    for line in [
        "  url: https://example.org/a?b=c",
        "  retrieved: 2024-03-01",
        "  retrieved_evidence: comment",
        "  media_type: text/html",
        "  encoding: UTF-8",
    ] {
        assert!(
            bundle.index.contains(&format!("\n{line}\n")),
            "no {line} in {}",
            bundle.index
        );
    }
}

#[test]
fn what_is_left_out_of_a_page_is_counted() {
    let html = page(
        "題目",
        "<p><ruby>漢<rt>ㄏㄢˋ</rt></ruby><button>按我</button></p>",
    )
    .replace("<article>", "<nav>首頁 新聞</nav><article>")
    .replace("</article>", "</article><footer>版權所有</footer>");
    let bundle = import("a.html", html.as_bytes());
    let mut left: Vec<(&str, usize)> = bundle
        .draft
        .left_out
        .iter()
        .map(|left| (left.rule, left.characters))
        .collect();
    left.sort_unstable();
    assert_eq!(
        left,
        [("control", 2), ("outside-article", 8), ("reading", 3)]
    );
}

#[test]
fn references_to_hidden_characters_are_shown() {
    let bundle = import("a.html", page("題目", "<p>甲&#x202E;乙</p>").as_bytes());
    assert!(bundle.index.contains("甲\\<U+202E>乙"), "{}", bundle.index);
    assert_eq!(bundle.decoded.controls, 1);
}
