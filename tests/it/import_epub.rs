//! Books: what becomes of them, and what is refused.

use crate::folder::Folder;
use crate::import_formats::{GIF, import, import_all, refused, zip};

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
        // One that is named again is no other part.
        .map(|(name, _)| format!("<itemref idref='{name}'/>").repeat(2))
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
