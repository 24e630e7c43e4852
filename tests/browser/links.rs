//! No link inside the site leads nowhere.

use crate::sites::{Site, archive, crowded};
use crate::tab::{Tab, WIDE};

/// For each link of the page that stays on its host: where it leads, when that is not a page that
/// answers 200, or has no element of the name that the fragment gives.
const BROKEN: &str = "(async () => {
    const links = [...document.querySelectorAll('a[href], link[href], img[src], script[src]')]
        .map(e => new URL(e.href || e.src))
        .filter(url => url.host === location.host);
    const pages = new Map();
    for (const url of links) {
        const page = url.href.split('#')[0];
        if (!pages.has(page)) pages.set(page, fetch(page).then(async answer => ({
            status: answer.status,
            names: answer.headers.get('content-type').startsWith('text/html')
                ? [...new DOMParser().parseFromString(await answer.text(), 'text/html').querySelectorAll('[id]')].map(e => e.id)
                : [],
        })));
    }
    const broken = [];
    for (const url of links) {
        const {status, names} = await pages.get(url.href.split('#')[0]);
        const name = decodeURIComponent(url.hash.slice(1));
        if (status !== 200 || name && !names.includes(name)) broken.push(`${status} ${url}`);
    }
    return [links.length, broken];
})()";

fn no_link_is_broken(site: &Site) {
    let tab = Tab::open(WIDE);
    for page in &site.pages {
        tab.visit(&site.server.url(page));
        let (count, broken): (usize, Vec<String>) = tab.eval(BROKEN);
        assert!(count >= 5, "{page} has {count} links");
        assert_eq!(broken, [""; 0], "{page}");
    }
}

#[test]
fn every_internal_link_of_the_archive_leads_somewhere() {
    no_link_is_broken(archive());
}

#[test]
fn every_internal_link_of_a_crowded_article_leads_somewhere() {
    no_link_is_broken(crowded());
}

#[test]
fn a_broken_link_is_noticed() {
    let site = archive();
    let tab = Tab::at(WIDE, &site.server.url(""));
    tab.eval::<()>(
        "document.querySelector('main').insertAdjacentHTML('beforeend', \
         '<a href=\"no-such-page/\">-</a><a href=\"about/#no-such-name\">-</a>'), null",
    );
    let (_, broken): (usize, Vec<String>) = tab.eval(BROKEN);
    assert_eq!(
        broken,
        [
            format!("404 {}", site.server.url("no-such-page/")),
            format!("200 {}", site.server.url("about/#no-such-name")),
        ]
    );
}
