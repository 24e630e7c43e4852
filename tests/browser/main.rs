//! The published pages and the preview, as a reader's browser shows them.
//!
//! Every test opens its own tab, in a context of its own, of the one Chromium that all share. A
//! tab is driven from outside, by real mouse and key events at real places, so a test reads the
//! same whether the page may run scripts or not. Whatever takes time is waited for by a condition
//! with a deadline; nothing sleeps for luck and nothing is timed.
//!
//! The instruments: `chromium` (the process), `tab` (what a reader does and sees), `server` (the
//! static file server under a strict Content-Security-Policy), `sites` (what is built once, by the
//! real program). The tests: one file for each thing that a page promises.
//!
//! Screenshots for the eye are left in `target/tmp/screenshots/`; nothing compares them.

#![cfg(unix)]

mod chromium;
mod server;
mod sites;
mod tab;

mod budget;
mod choices;
mod editions;
mod emendations;
mod keys;
mod layout;
mod ledger;
mod links;
mod notes;
mod pictures;
mod places;
mod preview;
mod print;
mod quiet;
mod screenshots;
mod search;
