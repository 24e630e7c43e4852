//! Requests and answers.

use std::sync::{Arc, RwLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path as UrlPath, Request};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::routing::get;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;
use tokio::sync::watch::Receiver;

use super::error_page;
use super::state::State;
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::{self, Purpose, RELOAD_SCRIPT, Shared};
use crate::site::PageKind;
use crate::{Page, Prepared, Project};

/// The script that open pages run: it asks for the version of the site, which is answered when it
/// changes, and loads the page again.
const RELOAD: &str = include_str!("reload.js");
/// How long such a question is held at most, so that no proxy gives up on it.
const HELD: std::time::Duration = std::time::Duration::from_secs(25);

type Current = Arc<RwLock<Arc<State>>>;

/// Serves until the listener fails.
pub async fn serve(
    listener: TcpListener,
    current: Current,
    versions: Receiver<u64>,
) -> std::io::Result<()> {
    let router = Router::new()
        .route(
            "/__kaozheng/version/{known}",
            get(move |UrlPath(known): UrlPath<u64>| version(known, versions.clone())),
        )
        .route(
            RELOAD_SCRIPT,
            get(|| async {
                answer(
                    StatusCode::OK,
                    "text/javascript; charset=utf-8",
                    RELOAD.into(),
                )
            }),
        )
        .route(
            "/__kaozheng/error.css",
            get(|| async {
                let sheet = include_str!("error.css");
                answer(StatusCode::OK, "text/css; charset=utf-8", sheet.into())
            }),
        )
        .fallback(move |method: Method, uri: Uri| page(method, uri, Arc::clone(&current)))
        .layer(middleware::from_fn(only_local));
    axum::serve(listener, router).await
}

async fn version(known: u64, mut versions: Receiver<u64>) -> Response<Body> {
    // A timeout answers with the same version, and the page asks again.
    let _ = tokio::time::timeout(HELD, versions.wait_for(|version| *version != known)).await;
    let version = *versions.borrow();
    answer(
        StatusCode::OK,
        "text/plain; charset=utf-8",
        version.to_string().into(),
    )
}

/// Refuses a request that names another machine.
async fn only_local(request: Request, next: Next) -> Response<Body> {
    if is_local(request.headers()) {
        return next.run(request).await;
    }
    let text = "this preview answers only to names of its own machine\n";
    answer(
        StatusCode::FORBIDDEN,
        "text/plain; charset=utf-8",
        text.into(),
    )
}

async fn page(method: Method, uri: Uri, current: Current) -> Response<Body> {
    if method != Method::GET && method != Method::HEAD {
        return answer(
            StatusCode::METHOD_NOT_ALLOWED,
            "text/plain; charset=utf-8",
            Vec::new(),
        );
    }
    let state = Arc::clone(&current.read().unwrap_or_else(|lock| lock.into_inner()));
    let rendered = tokio::task::spawn_blocking(move || respond(&state, &uri)).await;
    rendered.unwrap_or_else(|_| {
        let text = "rendering this page failed; please report it\n";
        answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain; charset=utf-8",
            text.into(),
        )
    })
}

/// Returns whether a request names this machine: a page of another site whose name was made to
/// lead here (DNS rebinding) does not.
fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    else {
        return false;
    };
    // An address of version 6 has colons, in brackets.
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    };
    let names = ["localhost", "localhost.", "127.0.0.1", "[::1]"];
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn respond(state: &State, uri: &Uri) -> Response<Body> {
    let url_path = uri.path();
    let decoded = percent_decode_str(url_path).decode_utf8_lossy();
    let path = decoded.trim_start_matches('/');
    let Some((project, prepared)) = &state.prepared else {
        let html = error_page::html(
            url_path,
            state.version,
            &state.diagnostics,
            state.failure.as_deref(),
        );
        return answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/html; charset=utf-8",
            html.into(),
        );
    };
    let folder = path.is_empty() || path.ends_with('/');
    let file = if folder {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    if let Some(page) = state.page(&file) {
        return found(state, project, prepared, page, url_path);
    }
    if let Some(webp) = state.images.file(path) {
        return answer(StatusCode::OK, &media_type(path), webp);
    }
    if !folder && state.page(&format!("{path}/index.html")).is_some() {
        let mut response = answer(
            StatusCode::PERMANENT_REDIRECT,
            "text/plain; charset=utf-8",
            Vec::new(),
        );
        let query = uri
            .query()
            .map_or_else(String::new, |query| format!("?{query}"));
        let location = format!("/{}/{query}", url_path.trim_start_matches('/'));
        if let Ok(location) = location.parse() {
            response.headers_mut().insert(header::LOCATION, location);
        }
        return response;
    }
    missing(state, project, prepared, path, url_path)
}

fn found(
    state: &State,
    project: &Project,
    prepared: &Prepared,
    page: &Page,
    url_path: &str,
) -> Response<Body> {
    let media_type = media_type(&page.path);
    if let PageKind::File(asset) = &page.kind {
        return match project.read_asset(asset) {
            Ok(bytes) => answer(StatusCode::OK, &media_type, bytes),
            Err(failure) => {
                let text = format!("{failure}\n");
                answer(
                    StatusCode::NOT_FOUND,
                    "text/plain; charset=utf-8",
                    text.into(),
                )
            }
        };
    }
    if let PageKind::SearchFile(file) = &page.kind {
        return answer(StatusCode::OK, &media_type, prepared.search_file(file));
    }
    if let PageKind::Card { .. } = &page.kind {
        let card = prepared.card(page);
        return match card.diagnostics.first() {
            None => answer(StatusCode::OK, &media_type, card.value),
            Some(problem) => answer(
                StatusCode::INTERNAL_SERVER_ERROR,
                "text/plain; charset=utf-8",
                format!("{}\n", problem.message).into(),
            ),
        };
    }
    let texts = texts_of(prepared, page);
    (state.images).prepare(project, &prepared.site, texts.into_iter());
    let rendered = render::render(
        &prepared.site,
        page,
        &prepared.theme,
        Purpose::Preview {
            version: state.version,
        },
        &Shared::default(),
    );
    let mut problems: Vec<Diagnostic> = state
        .diagnostics
        .iter()
        .filter(|diagnostic| concerns(diagnostic, prepared, page))
        .cloned()
        .collect();
    problems.extend(rendered.diagnostics);
    let text = text_of(prepared, page);
    problems.extend(
        text.iter()
            .flat_map(|text| crate::forbidden(&prepared.site, text)),
    );
    let is_page = media_type.starts_with("text/html");
    let has_error = problems
        .iter()
        .any(|problem| problem.severity == Severity::Error);
    if is_page && (has_error || state.failure.is_some()) {
        let html = error_page::html(url_path, state.version, &problems, state.failure.as_deref());
        return answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/html; charset=utf-8",
            html.into(),
        );
    }
    let mut bytes = rendered.value;
    if is_page {
        bytes.extend(missing_reload_script(&bytes, state.version).into_bytes());
    }
    answer(StatusCode::OK, &media_type, bytes)
}

/// Returns the text that a page is of.
fn text_of<'a>(prepared: &'a Prepared, page: &Page) -> Option<&'a crate::Article> {
    let site = &prepared.site;
    match &page.kind {
        PageKind::Article { article, .. } => site.articles.get(*article),
        PageKind::Plain { page, .. } => site.pages.get(*page),
        PageKind::Front { .. } => site.front.as_ref(),
        _ => None,
    }
}

/// Returns the paths of the texts that a page shows as a whole.
fn texts_of<'a>(prepared: &'a Prepared, page: &Page) -> Vec<&'a str> {
    let site = &prepared.site;
    let everywhere = site.header.iter().chain(&site.footer);
    let texts = text_of(prepared, page).into_iter().chain(everywhere);
    texts.flat_map(crate::Article::paths).collect()
}

/// Returns the script that a page needs to be loaded again, if it has none: a template of the site may
/// be without it, or half written.
fn missing_reload_script(page: &[u8], version: u64) -> String {
    let script = RELOAD_SCRIPT.as_bytes();
    if page.windows(script.len()).any(|window| window == script) {
        return String::new();
    }
    format!("<script src=\"{RELOAD_SCRIPT}?{version}\" defer></script>\n")
}

/// Returns whether a problem is one of a page: of its own text, or of what all pages are made of.
fn concerns(diagnostic: &Diagnostic, prepared: &Prepared, page: &Page) -> bool {
    let of = |article: &crate::Article| article.files().any(|path| diagnostic.path == path);
    match &page.kind {
        PageKind::Article { article, .. } if of(&prepared.site.articles[*article]) => true,
        PageKind::Plain { page, .. } if of(&prepared.site.pages[*page]) => true,
        PageKind::Front { .. }
        | PageKind::List { .. }
        | PageKind::Glossary { .. }
        | PageKind::Search { .. }
        | PageKind::Feed { .. }
        | PageKind::NotFound { .. } => true,
        _ => !diagnostic.path.starts_with("content/"),
    }
}

fn missing(
    state: &State,
    project: &Project,
    prepared: &Prepared,
    path: &str,
    url_path: &str,
) -> Response<Body> {
    let editions = &prepared.site.config.editions;
    let own = editions
        .iter()
        .find(|edition| !edition.path.is_empty() && path.starts_with(&format!("{}/", edition.path)))
        .unwrap_or(&editions[0]);
    let not_found = format!("{}404.html", crate::site::address::tree(own));
    let Some(page) = state.page(&not_found) else {
        return answer(
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            Vec::new(),
        );
    };
    let mut response = found(state, project, prepared, page, url_path);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn answer(status: StatusCode, media_type: &str, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Ok(media_type) = media_type.parse() {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    // No page of another origin can read a draft by loading it as a script (Fetch, section 3.7).
    headers.insert(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        header::HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        header::HeaderValue::from_static("nosniff"),
    );
    response
}

/// Returns the media type of a file by its extension; text is UTF-8.
fn media_type(path: &str) -> String {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    match guess.type_() {
        mime_guess::mime::TEXT => format!("{guess}; charset=utf-8"),
        _ => guess.to_string(),
    }
}
