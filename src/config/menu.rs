//! The menu of a site that does not want the one it gets: the list `menu`.

use std::sync::Arc;

use super::Words;
use super::fields::{Field, Table, Value};
use super::names::{Forms, words};
use crate::diagnostic::{self, Source};

/// An entry of the menu.
#[derive(Debug, Clone, PartialEq)]
pub struct MenuEntry {
    /// Where it leads: a path from the site's root, or an address outside.
    pub to: Field<String>,
    /// What it is called; a page of the site has a name of its own.
    pub title: Option<Forms>,
    /// The configuration.
    pub source: Arc<Source>,
}

impl MenuEntry {
    /// Returns whether it leads out of the site.
    pub fn is_outside(&self) -> bool {
        !self.to.value.starts_with('/')
    }
}

/// Reads the menu; none when the site leaves it to the program.
pub(super) fn read(table: &mut Table<'_>, interfaces: &[Arc<Words>]) -> Option<Vec<MenuEntry>> {
    table.has("menu").then(|| {
        let nodes = table
            .list_not_table("menu", "a list of entries")
            .into_iter();
        let entries = nodes.filter_map(|node| {
            let (to, is_titled, title) = match node.value {
                Value::Table(_) => table.table_of(node, "menu", |table| {
                    let (is_titled, is_leading) = (table.has("title"), table.has("to"));
                    let title = words(table, "title", None, interfaces);
                    if !is_leading {
                        table.report(diagnostic::bad_menu(table.source(), &table.range()));
                    }
                    Some((table.text("to")?, is_titled, title))
                })?,
                _ => (table.text_of(node, "menu")?, false, None),
            };
            let address = &to.value;
            let is_path = address.starts_with('/') && !address.starts_with("//");
            let is_outside = ["http://", "https://"]
                .iter()
                .any(|it| address.starts_with(it));
            if !is_path && !is_outside || is_outside && !is_titled {
                table.report(diagnostic::bad_menu(table.source(), &to.range));
                return None;
            }
            Some(MenuEntry {
                to,
                title,
                source: Arc::clone(table.source()),
            })
        });
        entries.collect()
    })
}
