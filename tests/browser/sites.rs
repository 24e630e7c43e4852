//! The sites under test, built once in a run by the real program, in the folder of the run.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::chromium;
use crate::server::Server;

/// The program.
pub const KAOZHENG: &str = env!("CARGO_BIN_EXE_kaozheng");

/// The path of the archive's first article, below the root of each tree.
pub const ARTICLE: &str = "articles/2024-02-25-meigu-lvchuang-lishi-xingao/";
/// The same in the other tree.
pub const TWIN: &str = "zh-hans/articles/2024-02-25-meigu-lvchuang-lishi-xingao/";
/// Its source, below the root of the repository.
pub const SOURCE: &str = "content/articles/2024-02-25-meigu-lvchuang-lishi-xingao/source.txt";
/// The path of the generated article.
pub const CROWDED: &str = "articles/crowded/";
/// How many notes it has.
pub const CROWD: usize = 60;

/// A published site.
pub struct Site {
    /// The folder it was published into.
    pub folder: PathBuf,
    /// The path of every page, below the root, as it is linked to: `articles/`, `404.html`. A page
    /// that only leads to another is none. Of the lists of one kind of notes there are two.
    pub pages: Vec<String>,
    /// A server of it, at the root of a host.
    pub server: Server,
}

/// Returns the repository's own archive.
pub fn archive() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let site = empty_folder("archive");
        // A copy, for the lock of the repository may be held by a build of somebody's.
        fs::copy(repository.join("kaozheng.toml"), site.join("kaozheng.toml")).unwrap();
        copy_tree(&repository.join("content"), &site.join("content"));
        build(&site)
    })
}

/// Returns a site of one article that is as crowded and as awkward as an article gets: sixty notes
/// whose spans nest, overlap and cross, in paragraphs, a list and a table; words that cannot be
/// broken; a table, code and an image wider than any page.
pub fn crowded() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let site = empty_folder("crowded");
        let article = site.join("content").join(CROWDED);
        fs::create_dir_all(&article).unwrap();
        fs::write(site.join("kaozheng.toml"), "title = \"擁擠\"\n").unwrap();
        fs::write(article.join("index.md"), crowded_article()).unwrap();
        fs::write(article.join("wide.bmp"), bitmap(2400, 60)).unwrap();
        build(&site)
    })
}

/// The path of the article with a picture.
pub const PICTURED: &str = "articles/pictured/";

/// Returns a site of one article that shows a picture larger than any column.
pub fn pictured() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let site = empty_folder("pictured");
        let article = site.join("content").join(PICTURED);
        fs::create_dir_all(&article).unwrap();
        fs::write(site.join("kaozheng.toml"), "title = \"圖\"\n").unwrap();
        let text = "---\ntitle: 圖\nlanguage: zh-Hant-TW\n---\n\n文。\n\n![波紋](wide.png)\n";
        fs::write(article.join("index.md"), text).unwrap();
        let waves = image::RgbImage::from_fn(1600, 800, |x, y| {
            let wave = |length: f32| 128.0 + 90.0 * ((x as f32 + 3.0 * y as f32) / length).sin();
            image::Rgb([13.0, 29.0, 57.0].map(|length| wave(length) as u8))
        });
        waves.save(article.join("wide.png")).unwrap();
        build(&site)
    })
}

/// Returns a site of articles in both scripts and the wordings of both sides, to be searched.
pub fn library() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let site = empty_folder("library");
        fs::write(site.join("kaozheng.toml"), "title = \"書庫\"\n[archive]\nsearch = true\n").unwrap();
        let write = |slug: &str, front: &str, body: &str| {
            let folder = site.join("content/articles").join(slug);
            fs::create_dir_all(&folder).unwrap();
            let text = format!("---\n{front}\n---\n\n{body}\n");
            fs::write(folder.join("index.md"), text).unwrap();
        };
        write(
            "tw",
            "title: 免費軟體\ndate: 2023-05-01\nlanguage: zh-Hant-TW\ntags: [資訊]\nsource: { publisher: 甲報 }",
            "開頭一段。\n\n列印資料的軟體要錢[^free]，並不免費。`<b>5.5%</b>`\n\n\
             [^free]: **錯誤** 「軟體要錢」：斷語說明不要錢。\n    - 據 [報導](https://example.org/)「後面」",
        );
        write(
            "cn",
            "title: 网络杂谈\ndate: 2024-06-01\nlanguage: zh-Hans\nsource: { publisher: 乙報 }",
            "软件与网络。升至5.5%。OpenAI的头发。‘网络’也好。",
        );
        // Half-width kana, and what one system or another writes in parts.
        write(
            "parts",
            "title: \u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}\ndate: 2019-01-01\nlanguage: zh-Hant-TW\ntags: [か\u{3099}く]",
            "叫ｶﾞ計程車的ﾊﾟﾝ，去cafe\u{301}。한국",
        );
        for number in 0..24 {
            let front = format!("title: 第{number}篇\ndate: 2020-01-{:02}\nlanguage: zh-Hant-TW", number + 1);
            write(&format!("more-{number:02}"), &front, "填充的文字，頭髮很多。");
        }
        build(&site)
    })
}

/// Returns a site whose ledger has lists to sort: of three claims, and of more than a page holds.
pub fn ledger() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let site = empty_folder("ledger");
        let settings = "title = \"總帳\"\nbase_url = \"https://archive.test/\"\n[archive]\nledger = true\n";
        fs::write(site.join("kaozheng.toml"), settings).unwrap();
        let write = |slug: &str, outlet: &str, date: &str, claims: &[(&str, &str)]| {
            let folder = site.join("content/articles").join(slug);
            fs::create_dir_all(&folder).unwrap();
            let mut body = String::new();
            let mut notes = String::new();
            for (number, (verdict, words)) in claims.iter().enumerate() {
                write!(body, "{words}[^n{number}]，").unwrap();
                write!(notes, "[^n{number}]: **{verdict}** 「{words}」：說。\n    - 更正 {date} 由 待查 改為 {verdict}：查到。\n\n").unwrap();
            }
            let front = format!("title: {slug}\ndate: {date}\nlanguage: zh-Hant-TW\nsource: {{ publisher: {outlet} }}");
            fs::write(folder.join("index.md"), format!("---\n{front}\n---\n\n{body}\n\n{notes}")).unwrap();
        };
        write("one", "乙報", "2020-02-01", &[("屬實", "中"), ("屬實", "安"), ("待查", "後")]);
        write("two", "丁報", "2021-03-01", &[("屬實", "人")]);
        write("crowd", "丙報", "2019-01-01", &[("意見", "多"); 50]);
        build(&site)
    })
}

/// How many notes the article `many` of the sprawling site has: more than stand beside a text.
pub const MANY: usize = 120;

/// Returns a site, without a menu, of what is longer than there is room for: words and addresses in claims, titles and
/// outlets, formulas in texts and notes, and an article of very many notes.
pub fn sprawling() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let site = empty_folder("sprawling");
        let settings = "title = \"長\"\nmenu = []\n[archive]\nledger = true\nsearch = true\n[markdown]\nmath = true\n";
        fs::write(site.join("kaozheng.toml"), settings).unwrap();
        let write = |slug: &str, front: &str, body: &str| {
            let folder = site.join("content/articles").join(slug);
            fs::create_dir_all(&folder).unwrap();
            let text = format!("---\n{front}\nlanguage: zh-Hant-TW\n---\n\n{body}\n");
            fs::write(folder.join("index.md"), text).unwrap();
        };
        let address = format!("https://example.org/{}", "averylongpath".repeat(6));
        let word = "Pneumonoultramicroscopicsilicovolcanoconiosisandsomethingmoretomakeitlonger";
        write(
            "long",
            &format!("title: {word}\ndate: 2024-01-03\nsource: {{ publisher: {word} }}"),
            &format!(
                "據說{address}[^a]如此，又如晶元{word}[^e]。\n\n\
                 [^a]: **錯誤** 「{address}」：{address} 不對。\n    - 據 [{word}]({address})「{word}」\n    \
                 - 更正 2024-03-05 由 待查 改為 錯誤：{address}\n\n\
                 [^e]: **校** 「晶元{word}」→「晶片{word}」：{word}。"
            ),
        );
        let terms: Vec<String> = (0..40).map(|number| format!("x_{{{number}}}^2")).collect();
        let formula = format!("$${}$$", terms.join("+"));
        write(
            "formulas",
            "title: 算式\ndate: 2024-01-02",
            &format!(
                "甲說[^a]如此。\n\n{formula}\n\n- 清單\n\n  {formula}\n\n乙說[^b]如此。\n\n\
                 [^a]: **待查** 「甲說」：不對。\n\n    {formula}\n\n[^b]: **屬實** 「乙說」：對。"
            ),
        );
        let (mut body, mut notes) = (String::new(), String::new());
        for number in 0..MANY {
            writeln!(body, "第{number}段說產量增加了[^a{number}]。後面還有一些話，把這一段撐到兩行，頁面才夠長。\n").unwrap();
            writeln!(notes, "[^a{number}]: **屬實** 「產量增加了」：說明。\n").unwrap();
        }
        write("many", "title: 很多\ndate: 2024-01-01", &(body + &notes));
        build(&site)
    })
}

/// Copies a folder and all below it.
pub fn copy_tree(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn empty_folder(name: &str) -> PathBuf {
    let folder = chromium::get().folder.join(name);
    fs::create_dir(&folder).unwrap();
    folder
}

fn build(site: &Path) -> Site {
    let folder = site.with_extension("published");
    let output = Command::new(KAOZHENG)
        .arg("-C")
        .arg(site)
        .arg("build")
        .arg("-o")
        .arg(&folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "the site does not build:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut pages: Vec<String> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "html")
        })
        .filter(|entry| {
            let html = fs::read_to_string(entry.path()).unwrap();
            !html.contains("http-equiv=\"refresh\"")
        })
        .map(|entry| {
            let path = entry.path().strip_prefix(&folder).unwrap();
            let path = path.to_str().expect("a path in UTF-8");
            path.strip_suffix("index.html").unwrap_or(path).to_owned()
        })
        .collect();
    pages.sort();
    // Of the lists of one kind, the first two stand for all.
    let mut lists: HashMap<String, usize> = HashMap::new();
    pages.retain(|page| {
        let parent = page.trim_end_matches('/').rsplit_once('/');
        let kind = parent
            .map(|(parent, _)| parent.to_owned())
            .unwrap_or_default();
        if !kind.ends_with("sources") && !kind.ends_with("claims/verdict") {
            return true;
        }
        let count = lists.entry(kind).or_default();
        *count += 1;
        *count <= 2
    });
    assert!(pages.len() >= 6, "a site has more pages than {pages:?}");
    let server = Server::at_root(&folder);
    Site {
        folder,
        pages,
        server,
    }
}

/// The notes of a paragraph, in threes: the second crosses the first, the third nests in the
/// second and shares its end.
fn crowded_article() -> String {
    let mut text = String::from(
        "---\ntitle: 六十條註\ndate: 2024-05-01\nlanguage: zh-Hant-TW\naliases: [once/crowded]\n---\n\n\
         開頭一段沒有註,只有一個不能斷開的詞:\
         Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft,\
         和一個網址 <https://example.org/",
    );
    text.push_str(&"averylongpathsegment".repeat(12));
    text.push_str(">。\n\n");
    let mut notes = String::new();
    for paragraph in 0..18 {
        let [first, second, third] = [0, 1, 2].map(|place| format!("p{paragraph}-{place}"));
        writeln!(
            text,
            "第 {paragraph} 段說,產量在一年之內增長了百分之三十[^{first}]之後又迅速回落\
             [^{second}][^{third}],市場上眾說紛紜,各有各的道理,一時沒有定論。\n"
        )
        .unwrap();
        let emendation = paragraph % 4 == 0;
        let head = if emendation {
            "**校** 「百分之三十」→「百分之三」".to_owned()
        } else {
            "**錯誤** 「增長了百分之三十」".to_owned()
        };
        note(&mut notes, &first, &head);
        note(&mut notes, &second, "**缺乏脈絡** 「三十之後又迅速回落」");
        note(&mut notes, &third, "**屬實** 「迅速回落」");
    }
    text.push_str("- 清單裡也有主張,譬如庫存減半[^list-a]。\n- 又如價格倍增[^list-b]。\n- 再如需求不變[^list-c]。\n\n");
    note(&mut notes, "list-a", "**待查** 「庫存減半」");
    note(&mut notes, "list-b", "**意見** 「價格倍增」");
    note(&mut notes, "list-c", "**註** 「需求不變」");
    text.push_str("| 年 | 產量 | 銷量 | 庫存 | 價格 | 進口 | 出口 | 備註 |\n|---|---|---|---|---|---|---|---|\n");
    for year in 2001..2004 {
        writeln!(
            text,
            "| {year} | 一百二十萬公噸 | 一百一十萬公噸 | 十萬公噸 | 每噸三百元 | 無{} | 五萬公噸 | 統計口徑自本年起改變 |",
            if year == 2002 { "進口紀錄[^cell-a]" } else { "" }
        )
        .unwrap();
    }
    note(&mut notes, "cell-a", "**證據不足** 「無進口紀錄」");
    text.push_str("\n```rust\nlet line = \"");
    text.push_str(&"wide ".repeat(60));
    text.push_str("\";\n```\n\n行內的 `");
    text.push_str(&"x".repeat(160));
    text.push_str(
        "` 也一樣。\n\n![一幅很寬的圖](wide.bmp)\n\n> 引文之中的主張仍是主張[^quote]。\n\n",
    );
    note(&mut notes, "quote", "**部分錯誤** 「主張仍是主張」");
    text.push_str("再說一次產量的事[^p3-0]。最後一句說完就完了[^end]\n\n");
    note(&mut notes, "end", "**大致屬實** 「說完就完了」");
    text.push_str(&notes);
    text
}

fn note(notes: &mut String, id: &str, head: &str) {
    write!(
        notes,
        "[^{id}]: {head}：據年報所載，這個數字與前後兩年的口徑不同，不能直接相比；換算以後，差別不到百分之一。\n    \
         - 據 [年報 2003](https://example.org/reports/2003/a-rather-long-address-of-a-report-that-must-wrap.html)「quoted words」\n    \
         - 信心 中\n\n"
    )
    .unwrap();
}

/// Returns an uncompressed picture of one colour, in the simplest format that browsers know.
fn bitmap(width: u32, height: u32) -> Vec<u8> {
    let row = (width * 3).next_multiple_of(4);
    let size = row * height;
    let mut bytes = b"BM".to_vec();
    for field in [54 + size, 0, 54, 40, width, height] {
        bytes.extend(field.to_le_bytes());
    }
    for field in [1_u16, 24] {
        bytes.extend(field.to_le_bytes());
    }
    for field in [0, size, 2835, 2835, 0, 0] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.resize((54 + size) as usize, 0x99);
    bytes
}
