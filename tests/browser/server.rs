//! A static file server as a careful host would set it up: nothing but the page's own origin may be
//! loaded, no type is guessed, a folder answers with its `index.html`, anything else with 404.

use std::convert::Infallible;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode, Uri, header};
use futures_util::{StreamExt, stream};
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::chromium::wait;

/// A site being served, until it is dropped.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    task: JoinHandle<()>,
}

struct Files {
    folder: PathBuf,
    prefix: String,
    withheld: Option<String>,
    pause: Option<Duration>,
}

/// How many bytes of a page a slow server sends at a time.
const PIECE: usize = 1500;

impl Server {
    /// Serves a folder at the root of a host.
    pub fn at_root(folder: &Path) -> Server {
        Server::start(folder, "/", None, None)
    }

    /// Serves a folder whose pages arrive in many pieces, with a pause before each.
    pub fn slow(folder: &Path, pause: Duration) -> Server {
        Server::start(folder, "/", None, Some(pause))
    }

    /// Serves a folder below a path, which begins and ends with `/`.
    pub fn below(folder: &Path, prefix: &str) -> Server {
        Server::start(folder, prefix, None, None)
    }

    /// Serves a folder but for a file, or for all files whose paths begin so.
    pub fn without(folder: &Path, path: &str) -> Server {
        Server::start(folder, "/", Some(path.to_owned()), None)
    }

    fn start(
        folder: &Path,
        prefix: &str,
        withheld: Option<String>,
        pause: Option<Duration>,
    ) -> Server {
        let files = Arc::new(Files {
            folder: folder.to_owned(),
            prefix: prefix.to_owned(),
            withheld,
            pause,
        });
        wait(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            let address = listener.local_addr().unwrap();
            let router = Router::new().fallback(move |uri: Uri| {
                let files = Arc::clone(&files);
                async move { files.answer(uri.path()) }
            });
            let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
            Server {
                address,
                prefix: prefix.to_owned(),
                task,
            }
        })
    }

    /// Returns the URL of a path below the site's own root, like `about/`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.prefix)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Files {
    fn answer(&self, url_path: &str) -> Response<Body> {
        let path = percent_decode_str(url_path).decode_utf8_lossy();
        let found = path
            .strip_prefix(self.prefix.as_str())
            .filter(|path| {
                !self
                    .withheld
                    .as_deref()
                    .is_some_and(|held| path.starts_with(held))
            })
            .and_then(|path| self.read(path));
        let (status, file, bytes) = match found {
            Some((file, bytes)) => (StatusCode::OK, file, bytes),
            None => {
                let bytes = fs::read(self.folder.join("404.html")).unwrap_or_default();
                (StatusCode::NOT_FOUND, "404.html".to_owned(), bytes)
            }
        };
        let media_type = mime_guess::from_path(file).first_or_octet_stream();
        let charset = match media_type.type_() == mime_guess::mime::TEXT {
            true => "; charset=utf-8",
            false => "",
        };
        Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, format!("{media_type}{charset}"))
            .header(header::CONTENT_SECURITY_POLICY, "default-src 'self'")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .body(
                match self
                    .pause
                    .filter(|_| media_type == mime_guess::mime::TEXT_HTML)
                {
                    Some(pause) => in_pieces(bytes, pause),
                    None => Body::from(bytes),
                },
            )
            .unwrap()
    }

    fn read(&self, path: &str) -> Option<(String, Vec<u8>)> {
        if path.split('/').any(|part| part == "..") {
            return None;
        }
        let file = match path.is_empty() || path.ends_with('/') {
            true => format!("{path}index.html"),
            false => path.to_owned(),
        };
        let bytes = fs::read(self.folder.join(&file)).ok()?;
        Some((file, bytes))
    }
}

fn in_pieces(bytes: Vec<u8>, pause: Duration) -> Body {
    let pieces: Vec<Vec<u8>> = bytes.chunks(PIECE).map(<[u8]>::to_vec).collect();
    Body::from_stream(stream::iter(pieces).then(move |piece| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, Infallible>(piece)
    }))
}
