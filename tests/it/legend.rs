//! The page that explains seals and terms.

use kaozheng::site::Drafts;

use crate::folder::{Folder, Made, make};
use crate::page;

const PAGE: &str = "terms/index.html";
const TWIN: &str = "zh-hans/terms/index.html";

/// Makes a site of one article, with two claims and an emendation.
fn made(configuration: &str) -> Made {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", format!("title = \"站\"\n{configuration}"));
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\ndate: 2024-02-25\n---\n\n水是濕的[^a]，火是熱的[^b]，冰是泠的[^c]。\n\n\
         [^a]: **屬實** 「水是濕的」：是。\n\n[^b]: **屬實** 「火是熱的」：是。\n\n\
         [^c]: **校** 「泠的」→「冷的」：形近。\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

/// Returns the entries of a page, one a line: the name of the element, and each piece of its text.
fn entries(made: &Made, path: &str) -> Vec<String> {
    let html = page::parse(made.text(path));
    let entries = page::all(&html, ".defs > div").into_iter();
    entries
        .map(|entry| {
            let name = entry.attr("id").unwrap_or_default();
            let pieces = [name].into_iter().chain(entry.text());
            pieces.collect::<Vec<_>>().join("|")
        })
        .collect()
}

fn check(made: &Made, path: &str, expected: &[&str]) {
    let found = entries(made, path);
    for entry in expected {
        assert!(found.iter().any(|it| it == entry), "{entry}: {found:#?}");
    }
}

/// Returns the references that a selector finds on a page.
fn references(made: &Made, path: &str, selector: &str) -> Vec<String> {
    let html = page::parse(made.text(path));
    let links = page::all(&html, selector).into_iter();
    let references = links.filter_map(|link| link.attr("href"));
    references.map(str::to_owned).collect()
}

#[test]
fn each_edition_explains_what_notes_can_be() {
    let made = made("");
    check(
        &made,
        PAGE,
        &[
            "v-true|屬實|True|與可靠的證據相符；若有出入，無關所說的事。|評級 5|本站 2 條",
            "v-false|錯誤|False|與可靠的證據相反，也沒有合理的讀法能使它成立。|評級 1|本站 0 條",
            "v-pending|待查|Pending|還在查核，或關鍵的材料尚未見到。|不計評級|本站 0 條",
            "v-emendation|校勘|Emendation|疑為傳抄、轉碼或繁簡轉換之誤，列出原文與擬讀；正文不改。|本站 1 條",
            "|存檔|Archived|所引網頁的存檔，供原頁失效後查對。",
        ],
    );
    check(
        &made,
        TWIN,
        &[
            "v-opinion|观点|Opinion|评价、预测或推断，不是可以查证的事实。|不计评级|本站 0 条",
            "|据|Evidence|判定所据的来源，附网址与所引文字；所引照录，不作转换。",
        ],
    );
}

#[test]
fn verdicts_stand_by_their_ratings() {
    let made = made("[verdicts.half]\nlabel = \"半真\"\nrating = 3\n");
    let found = entries(&made, PAGE);
    let names: Vec<&str> = (found.iter())
        .filter_map(|entry| entry.split('|').next())
        .filter(|name| !name.is_empty())
        .collect();
    let expected = "v-true v-mostly-true v-missing-context v-half v-partly-false v-false \
                    v-unproven v-opinion v-pending v-emendation v-gloss";
    assert_eq!(names.join(" "), expected);
}

#[test]
fn a_count_leads_to_the_list_where_there_is_one() {
    let lists = |made: &Made| references(made, PAGE, ".defs a");
    assert_eq!(lists(&made("")), [""; 0]);
    let with_ledger = made("[archive]\nledger = true\n");
    assert_eq!(
        lists(&with_ledger),
        ["../claims/verdict/true/", "../emendations/"]
    );
}

#[test]
fn a_site_describes_its_verdicts() {
    let made = made(
        "[verdicts.satire]\nlabel = { zh-Hant = \"諷刺\", zh-Hans = \"讽刺\", en = \"Satire\" }\n\
         description = { zh-Hant = \"本為說笑 <&>。\", zh-Hans = \"本为说笑。\" }\n\
         [verdicts.rumour]\nlabel = \"謠言\"\nrating = 1\n\
         [verdicts.true]\nlabel = \"可信\"\ndescription = { zh-Hant = \"查過了。\" }\n\
         [verdicts.gloss]\ndescription = \"只作說明。\"\n\
         [words.zh-Hant]\nmeaning_false = \"不對。\"\n",
    );
    check(
        &made,
        PAGE,
        &[
            "v-satire|諷刺|Satire|本為說笑 <&>。|不計評級|本站 0 條",
            // It has one label, and nothing is said of it.
            "v-rumour|謠言|評級 1|本站 0 條",
            "v-true|可信|查過了。|評級 5|本站 2 條",
            "v-false|錯誤|False|不對。|評級 1|本站 0 條",
            "v-gloss|註|Gloss|只作說明。|本站 0 條",
        ],
    );
    check(
        &made,
        TWIN,
        &[
            "v-satire|讽刺|Satire|本为说笑。|不计评级|本站 0 条",
            // What the site does not say the interface does.
            "v-true|可信|与可靠的证据相符；若有出入，无关所说的事。|评级 5|本站 2 条",
            "v-rumour|谣言|评级 1|本站 0 条",
            "v-gloss|注|Gloss|只作说明。|本站 0 条",
        ],
    );
}

#[test]
fn other_languages_have_the_word_of_the_script_beside_theirs() {
    let editions = "[[editions]]\ntag = \"zh-Hant\"\ninterface = \"fr\"\n\
                    [[editions]]\ntag = \"zh-Hans\"\ninterface = \"en\"\n[[editions]]\ntag = \"en\"\n";
    let folder = Folder::site();
    let words = folder.run(&["theme", "words", "fr"]).stdout;
    let words = words.replace("\"Contradicts", "\"Contredit");
    let label = "[verdicts.false]\nlabel = { fr = \"Faux\" }\ndescription = { en = \"Wrong.\" }\n";
    let made = made(&format!("{editions}{label}{words}"));
    let contradicts = "Contredit reliable evidence, and no fair reading makes it right.";
    let expected = format!("v-false|Faux|錯誤|{contradicts}|Rating 1|0 on this site");
    check(&made, PAGE, &[&expected]);
    let expected = "v-false|False|错误|Wrong.|Rating 1|0 on this site";
    check(&made, TWIN, &[expected]);
    let expected = "v-false|False|Wrong.|Rating 1|0 on this site";
    check(&made, "en/terms/index.html", &[expected]);
}

#[test]
fn every_page_leads_to_it() {
    let made = made("base_url = \"https://archive.test/\"\nmenu = [\"/terms/\"]\n");
    for (path, _) in made.pages() {
        let links = references(&made, path, ".foot a");
        let count = links.iter().filter(|it| it.ends_with("terms/")).count();
        let is_it = path.ends_with(PAGE);
        assert_eq!(count, usize::from(!is_it), "{path}");
        assert_eq!(references(&made, path, ".menu a").len(), 1, "{path}");
    }
    let sitemap = made.text("sitemap-1.xml");
    for address in ["terms/", "zh-hans/terms/"] {
        let address = format!("<loc>https://archive.test/{address}</loc>");
        assert!(sitemap.contains(&address), "{sitemap}");
    }
    let canonical = references(&made, TWIN, "link[rel=canonical]");
    assert_eq!(canonical, ["https://archive.test/zh-hans/terms/"]);
}

#[test]
fn a_site_without_notes_has_none() {
    let folder = Folder::site();
    folder.article("a");
    let made = make(folder.root(), Drafts::Skip);
    assert!(!made.files.contains_key(PAGE));
    assert_eq!(
        references(&made, "index.html", ".foot a[href*=terms]"),
        [""; 0]
    );
    // A menu cannot lead there.
    folder.write("kaozheng.toml", "title = \"站\"\nmenu = [\"/terms/\"]\n");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.report().contains("broken-menu"), "{}", made.report());
}

#[test]
fn a_site_may_have_a_page_of_its_own_there() {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nterms = false\n",
    );
    let note = "文[^a]。\n\n[^a]: **屬實** 「文」：是。\n";
    folder.write(
        "content/terms.md",
        format!("---\ntitle: 條款\n---\n\n{note}"),
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    assert!(made.text(PAGE).contains("<h1>條款</h1>"));
    assert_eq!(
        references(&made, "index.html", ".foot a[href*=terms]"),
        [""; 0]
    );
}
