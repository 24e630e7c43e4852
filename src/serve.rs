//! The preview: serves the site on this machine, one page at a time.
//!
//! A request renders the one page it asks for, by the same [`crate::render::render`] that builds
//! the site; nothing else is rendered, so a preview of ten thousand articles opens at once. When a
//! file changes the site is loaded again, unchanged articles are taken over, and open pages reload.
//! A page with problems shows them instead, and recovers when they are mended.
//!
//! It listens on the loopback interface only and answers only to names of this machine, so that no
//! other site can read a draft through the browser.

mod error_page;
mod http;
mod state;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, RwLock};

use tokio::net::TcpListener;

use crate::diagnostic::{Diagnostic, Failure};
use crate::site::Drafts;
use state::State;

/// The port that is tried first.
const PORT: u16 = 4141;

/// How the preview is to be run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port; when absent the usual one, or any that is free.
    pub port: Option<u16>,
    /// The base URL, when it is not to be that of the preview.
    pub base_url: Option<String>,
    /// What to do with drafts.
    pub drafts: Drafts,
}

/// What the preview has to tell.
pub enum Event<'a> {
    /// It listens at this address.
    Listening(SocketAddr),
    /// The site has problems.
    Problems(&'a [Diagnostic]),
    /// The site was loaded again and is good.
    Reloaded,
    /// The site cannot be read.
    Failed(&'a str),
    /// Changes will not be seen, or not all of them.
    NotWatching(String),
    /// The folder of the site is not there any more.
    Gone,
}

/// Serves the site at `root` until the process is interrupted.
///
/// # Errors
/// [`Failure`] when the port cannot be had or the site folder cannot be read at the start.
pub fn run(
    root: &Path,
    options: &Options,
    mut tell: impl FnMut(Event<'_>) + Send,
) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::InputOutput(format!("cannot start the preview: {error}")))?;
    runtime.block_on(async {
        let listener = listen(options.port).await?;
        let address = listener
            .local_addr()
            .map_err(|error| Failure::InputOutput(format!("cannot start the preview: {error}")))?;
        let options = Options {
            base_url: Some(
                options
                    .base_url
                    .clone()
                    .unwrap_or_else(|| format!("http://{address}/")),
            ),
            ..options.clone()
        };
        let (changes, mut changed) = tokio::sync::mpsc::unbounded_channel();
        // What changes while the site is loaded is seen, too.
        let mut watcher = watch::watch(root, changes);
        let watching = watcher.as_mut().map_err(|reason| reason.clone());
        let mut told = watching.and_then(watch::Watch::renew).err();
        if let Some(reason) = &told {
            tell(Event::NotWatching(reason.clone()));
        }
        let first = State::load(root, &options, None);
        if !first.is_good() {
            tell(first.event());
        }
        let (version, versions) = tokio::sync::watch::channel(first.version);
        let current = Arc::new(RwLock::new(Arc::new(first)));
        tell(Event::Listening(address));
        let server = http::serve(listener, Arc::clone(&current), versions);
        let reload = async {
            while changed.recv().await.is_some() {
                watch::settle(&mut changed).await;
                if let Ok(watcher) = &mut watcher {
                    if watcher.is_lost() {
                        tell(Event::Gone);
                        watcher.found().await;
                    }
                    let reason = watcher.renew().err();
                    if let (Some(reason), true) = (&reason, reason != told) {
                        tell(Event::NotWatching(reason.clone()));
                    }
                    told = reason;
                }
                let before = Arc::clone(&current.read().unwrap_or_else(|lock| lock.into_inner()));
                let next = tokio::task::block_in_place(|| {
                    State::load(root, &options, Some(before.as_ref()))
                });
                tell(next.event());
                let current_version = next.version;
                *current.write().unwrap_or_else(|lock| lock.into_inner()) = Arc::new(next);
                version.send_replace(current_version);
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            result = server => result.map_err(|error| {
                Failure::InputOutput(format!("the preview failed: {error}"))
            }),
            () = reload => Ok(()),
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

async fn listen(port: Option<u16>) -> Result<TcpListener, Failure> {
    let on = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match port {
        Some(port) => on(port).await.map_err(|error| (port, error)),
        None => match on(PORT).await {
            Ok(listener) => Ok(listener),
            Err(_) => on(0).await.map_err(|error| (PORT, error)),
        },
    };
    listener.map_err(|(port, error)| {
        Failure::InputOutput(format!("cannot listen on port {port}: {error}"))
    })
}
