//! Files for hosts, search engines and browsers: sitemap, robots, headers, redirects, OpenSearch.

use std::fmt::Write as _;

use super::body::{attribute, text};
use super::frame::Renderer;
use super::languages::alternates;
use super::printable::printable;
use crate::site::{self, HostFile, PAGES_A_SITEMAP, Shown, Site, address, images};

/// The policy of pages (Content Security Policy Level 3): they load nothing from others, and stand in no frame.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// The characters of the short name of a search (OpenSearch 1.1, `ShortName`).
const SHORT_NAME_MAX: usize = 16;

/// Pages that a sitemap is written by.
const PAGES_A_PART: usize = 100;

/// Returns a file for hosts, in parts: that of all addresses is as long as there are pages.
pub(super) fn parts(site: &Site, file: HostFile) -> Box<dyn Iterator<Item = Vec<u8>> + '_> {
    let whole = match file {
        HostFile::Sitemap => sitemap_index(site),
        HostFile::SitemapPart(number) => return Box::new(sitemap_parts(site, number)),
        HostFile::Robots => robots(site),
        HostFile::Headers => headers(site),
        HostFile::Redirects => redirects(site),
        HostFile::NoJekyll => String::new(),
    };
    Box::new([whole.into_bytes()].into_iter())
}

fn sitemap_index(site: &Site) -> String {
    let parts = 1..=site.page_paths().len().div_ceil(PAGES_A_SITEMAP);
    let parts = parts.map(|number| {
        let path = HostFile::SitemapPart(number).file_name();
        format!(
            "<sitemap><loc>{}</loc></sitemap>\n",
            text(&address::url(&site.config, &path))
        )
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</sitemapindex>\n",
        parts.collect::<String>()
    )
}

/// Returns the addresses of some pages in each edition, each with those of all editions beside it.
fn sitemap_parts(site: &Site, number: usize) -> impl Iterator<Item = Vec<u8>> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    let pages = site.page_paths().chunks(PAGES_A_SITEMAP).nth(number - 1);
    let parts = pages.unwrap_or_default().chunks(PAGES_A_PART);
    let parts = parts.map(|pages| {
        let mut out = String::new();
        for (path, shown) in pages {
            push_addresses(site, path, *shown, &mut out);
        }
        out.into_bytes()
    });
    let tail = b"</urlset>\n".to_vec();
    [head.as_bytes().to_vec()]
        .into_iter()
        .chain(parts)
        .chain([tail])
}

/// Adds the addresses of a page.
fn push_addresses(site: &Site, path: &str, shown: Shown, out: &mut String) {
    let twins: Vec<(&str, String)> = (site.config.editions.iter())
        .map(|edition| {
            let url = address::url(&site.config, &(address::tree(edition) + path));
            (edition.tag.as_str(), text(&url))
        })
        .collect();
    let updated = match shown {
        Shown::Article(article) => site.articles[article].updated(),
        _ => None,
    };
    let alternates = alternates(site, shown);
    for (edition, (_, url)) in twins.iter().enumerate() {
        let _ = write!(out, "<url><loc>{url}</loc>");
        if let Some(updated) = updated {
            let _ = write!(out, "<lastmod>{updated}</lastmod>");
        }
        if alternates.contains(&edition) {
            let default = alternates.iter().take_while(|it| **it == 0);
            let default = default.map(|it| ("x-default", &twins[*it].1));
            let twins = alternates.iter().map(|it| (twins[*it].0, &twins[*it].1));
            for (tag, url) in twins.chain(default) {
                let _ = write!(
                    out,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{url}\"/>"
                );
            }
        }
        out.push_str("</url>\n");
    }
}

fn robots(site: &Site) -> String {
    let sitemap = address::absolute(&site.config, &HostFile::Sitemap.file_name());
    let sitemap = sitemap.map_or_else(String::new, |url| format!("\nSitemap: {url}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// Returns the headers: the policy for everything, and that files with their version or their digest in their address
/// never change.
fn headers(site: &Site) -> String {
    let root = address::rooted(&site.config, "");
    let mut out = format!(
        "{root}*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n"
    );
    let mut unchanging = |path: String| {
        let _ = write!(
            out,
            "{path}\n  Cache-Control: public, max-age=31536000, immutable\n"
        );
    };
    for file in &site.static_files {
        let is_versioned = super::theme::static_file_names().any(|name| name == file.name);
        if is_versioned {
            unchanging(address::rooted(&site.config, &file.name));
        }
    }
    unchanging(address::rooted(&site.config, site::HIGHLIGHT_STYLES));
    if site::has_site_styles(site) {
        unchanging(address::rooted(&site.config, site::SITE_STYLES));
    }
    if !site.images.is_empty() {
        unchanging(address::rooted(&site.config, images::FOLDER) + "*");
    }
    out
}

/// Returns the former paths, in the edition of each.
fn redirects(site: &Site) -> String {
    let mut out = String::new();
    for edition in &site.config.editions {
        let tree = address::tree(edition);
        let articles = site.articles.iter();
        let articles = articles.map(|it| (it, address::article(edition, &it.slug)));
        let pages = site.pages.iter();
        let pages = pages.map(|it| (it, address::plain_page(edition, &it.slug)));
        let front = site.front.iter().map(|it| (it, tree.clone()));
        for (text, path) in articles.chain(pages).chain(front) {
            for alias in &text.front_matter.aliases {
                let from = address::rooted(&site.config, &format!("{tree}{}", alias.value));
                let to = address::rooted(&site.config, &path);
                let _ = writeln!(out, "{from} {to} 301");
            }
        }
    }
    out
}

impl Renderer<'_> {
    /// Returns what browsers need to search the edition from their own field (OpenSearch 1.1).
    pub(super) fn open_search(&self) -> String {
        let config = &self.site.config;
        let title = self.site_text().owned(&config.title);
        let name: String = title.chars().take(SHORT_NAME_MAX).collect();
        let search = address::url(config, &address::search(self.edition));
        let icon = address::url(config, "favicon.svg");
        let own = address::url(config, &address::open_search(self.edition));
        printable(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
             <ShortName>{}</ShortName>\n<Description>{}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n\
             <Language>{}</Language>\n<Image type=\"image/svg+xml\" width=\"16\" height=\"16\">{}</Image>\n\
             <Url type=\"text/html\" template=\"{}?q={{searchTerms}}\"/>\n\
             <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{}\"/>\n\
             </OpenSearchDescription>\n",
            text(&name),
            text(&format!(
                "{title}{}{}",
                self.words.get("colon"),
                self.words.get("search")
            )),
            self.edition.tag,
            text(&icon),
            attribute(&search),
            attribute(&own),
        ))
    }
}
