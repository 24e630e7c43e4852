//! How long the stages take on the sample article: `cargo bench`.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kaozheng::project::{self, ContentKind};
use kaozheng::render::{self, Purpose, Shared};
use kaozheng::site::{Drafts, PageKind};
use kaozheng::{article, script, search};

fn pipeline(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = project::read_config(root)
        .expect("the configuration is read")
        .value;
    let project = project::load(root, config)
        .expect("the site is loaded")
        .value;
    let is_article = |content: &&project::Content| content.kind == ContentKind::Article;
    let content = project
        .content
        .iter()
        .find(is_article)
        .expect("there is an article");
    let text = content.source.text();
    let prepared = kaozheng::prepare(&project, Drafts::Skip, &[]).value;

    let mut group = criterion.benchmark_group("article");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| article::parse(black_box(content), &project.config));
    });
    group.bench_function("convert tw2s", |bencher| {
        let converter = script::converter("tw2s").expect("OpenCC has tw2s");
        bencher.iter(|| converter.convert(black_box(text)));
    });
    group.bench_function("index", |bencher| {
        bencher.iter(|| search::index(&prepared.site, black_box(0)));
    });
    for edition in 0..project.config.editions.len() {
        let is_page = |page: &&kaozheng::Page| matches!(page.kind, PageKind::Article { edition: index, .. } if index == edition);
        let page = prepared
            .plan
            .iter()
            .find(is_page)
            .expect("the article has a page");
        let name = format!("render {}", project.config.editions[edition].tag);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                render::render(
                    &prepared.site,
                    page,
                    &prepared.theme,
                    Purpose::Publication,
                    &Shared::default(),
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
