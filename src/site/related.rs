//! Which articles have to do with each other: those that rest on the same pages, then those that rest on the same
//! sites, then those with the same tags.

use std::collections::HashMap;

use super::ledger::host;
use super::taxonomy::Taxonomies;
use crate::article::Article;
use crate::config::{By, Config};

/// Related articles that a page names.
const RELATED_MAX: usize = 4;

/// Neighbours in a list that are looked at, on each side: what is further away in time has less to do with an article, and a
/// list of all articles must not be gone through for each of them.
const NEIGHBOURS: usize = 40;

/// What two articles have in common counts so much: a page, a site, a tag.
const WEIGHTS: (u32, u32, u32) = (1_000_000, 10_000, 100);

/// A list that is longer says little about what is in it.
const COMMON: usize = 200;

/// Returns for each article those that have most to do with it, at most four, the nearest first.
pub(super) fn gather(
    articles: &[Article],
    taxonomies: &Taxonomies,
    config: &Config,
) -> Vec<Vec<usize>> {
    let (pages, sites) = cited(articles);
    let tags: Vec<&[usize]> = config
        .taxonomies
        .iter()
        .zip(&taxonomies.all)
        .filter(|(taxonomy, _)| matches!(taxonomy.by, By::Tags | By::Own))
        .flat_map(|(_, lists)| lists.iter().map(|list| list.articles.as_slice()))
        .collect();
    let lists = pages
        .iter()
        .map(|list| (list.as_slice(), WEIGHTS.0))
        .chain(sites.iter().map(|list| (list.as_slice(), WEIGHTS.1)))
        .chain(tags.into_iter().map(|list| (list, WEIGHTS.2)));
    let mut of: Vec<Vec<(&[usize], usize, u32)>> = vec![Vec::new(); articles.len()];
    for (list, weight) in lists.filter(|(list, _)| list.len() > 1) {
        for (place, article) in list.iter().enumerate() {
            of[*article].push((list, place, weight));
        }
    }
    let shared = of.iter().enumerate();
    shared
        .map(|(article, lists)| nearest(article, lists))
        .collect()
}

/// Returns the articles that share most with one, of which are given its lists, its place in each, and what each counts.
fn nearest(article: usize, lists: &[(&[usize], usize, u32)]) -> Vec<usize> {
    let mut scores: HashMap<usize, u32> = HashMap::new();
    for (list, place, weight) in lists {
        let weight = match list.len() > COMMON {
            true => weight / 4,
            false => *weight,
        };
        let around = place.saturating_sub(NEIGHBOURS)..(place + NEIGHBOURS + 1).min(list.len());
        for other in &list[around] {
            if *other != article {
                *scores.entry(*other).or_default() += weight;
            }
        }
    }
    let mut scores: Vec<(usize, u32)> = scores.into_iter().collect();
    // Of those that share as much, the nearest in time.
    scores
        .sort_by_key(|(other, score)| (std::cmp::Reverse(*score), other.abs_diff(article), *other));
    let nearest = scores.iter().take(RELATED_MAX);
    nearest.map(|(other, _)| *other).collect()
}

/// Returns the articles that rest on each page, and on each site.
fn cited(articles: &[Article]) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let mut pages: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut sites: HashMap<String, Vec<usize>> = HashMap::new();
    let mut hosts: HashMap<&str, Option<String>> = HashMap::new();
    for (index, article) in articles.iter().enumerate() {
        let records = article.summary.records.iter();
        for url in records
            .flat_map(|record| &record.evidence)
            .filter_map(|it| it.url.as_deref())
        {
            push(pages.entry(url).or_default(), index);
            if let Some(host) = hosts.entry(url).or_insert_with(|| host(url)) {
                match sites.get_mut(host) {
                    Some(list) => push(list, index),
                    None => drop(sites.insert(host.clone(), vec![index])),
                }
            }
        }
    }
    (pages.into_values().collect(), sites.into_values().collect())
}

fn push(list: &mut Vec<usize>, article: usize) {
    if list.last() != Some(&article) {
        list.push(article);
    }
}
