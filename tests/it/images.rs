//! Pictures in several sizes, made of real pictures and read again by a decoder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{
    DynamicImage, ExtendedColorType, Frame, GenericImageView as _, ImageEncoder as _, ImageFormat,
    Rgb, RgbImage, Rgba, RgbaImage,
};
use kaozheng::images::Preview;
use kaozheng::render::{self, Purpose, Shared};
use kaozheng::site::Drafts;
use scraper::{Html, Selector};

use crate::folder::{Folder, Tree, make, tree};

const PAGE: &str = "articles/a/index.html";

/// Returns a picture that no encoder makes small: waves of several lengths, with grain.
fn photo(width: u32, height: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 27) as f32;
        let wave = |length: f32| 100.0 + 60.0 * ((x as f32 + 2.0 * y as f32) / length).sin();
        Rgb([37.0, 11.0, 90.0].map(|length| (wave(length) + grain) as u8))
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 92);
    encoder.encode_image(picture).expect("a JPEG");
    bytes
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn png(picture: RgbImage) -> Vec<u8> {
    written(&DynamicImage::ImageRgb8(picture), ImageFormat::Png)
}

/// Puts a segment behind the beginning of a JPEG (ISO/IEC 10918-1, section B.1.1.4).
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment");
    let head = [0xff, marker];
    [
        &jpeg[..2],
        &head,
        &length.to_be_bytes(),
        content,
        &jpeg[2..],
    ]
    .concat()
}

/// Returns a site of one article that shows some pictures of its own, one below the other.
fn site(pictures: &[(&str, Vec<u8>)]) -> Folder {
    let folder = Folder::site();
    let shown = pictures
        .iter()
        .map(|(name, _)| format!("![圖 {name}]({name})\n\n"));
    article(&folder, &shown.collect::<String>());
    for (name, bytes) in pictures {
        folder.write(&format!("content/articles/a/{name}"), bytes);
    }
    folder
}

fn article(folder: &Folder, body: &str) {
    let text = format!("---\ntitle: 甲\nlanguage: zh-Hant\ndate: 2024-01-01\n---\n\n文\n\n{body}");
    folder.write("content/articles/a/index.md", text);
}

/// Builds a site, offline too, and returns what was published.
fn build(folder: &Folder) -> Tree {
    build_with(folder, &["build"], "2")
}

fn build_with(folder: &Folder, arguments: &[&str], threads: &str) -> Tree {
    let run = folder.run_with(arguments, &[("RAYON_NUM_THREADS", threads)]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    tree(&folder.path("public"))
}

/// A picture on a page.
#[derive(Debug)]
struct Shown {
    attributes: BTreeMap<String, String>,
    /// Where the link leads that it stands in.
    link: Option<String>,
    /// The label of that link.
    label: Option<String>,
}

impl Shown {
    fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    fn size(&self) -> (u32, u32) {
        let number = |name| self.get(name).parse().expect("a number");
        (number("width"), number("height"))
    }

    /// Returns what a browser chooses from: widths and addresses.
    fn candidates(&self) -> Vec<(u32, String)> {
        let candidates = self.get("srcset").split(", ").filter(|it| !it.is_empty());
        let candidates = candidates.map(|candidate| {
            let (url, width) = candidate.rsplit_once(' ').expect("an address and a width");
            let width = width.strip_suffix('w').expect("a width");
            (width.parse().expect("a number"), url.to_owned())
        });
        candidates.collect()
    }

    fn widths(&self) -> Vec<u32> {
        self.candidates()
            .into_iter()
            .map(|(width, _)| width)
            .collect()
    }
}

/// Returns the pictures in the text of a page.
fn shown(html: &[u8]) -> Vec<Shown> {
    let html = Html::parse_document(std::str::from_utf8(html).expect("UTF-8"));
    let pictures = Selector::parse("main img").expect("a selector");
    let pictures = html.select(&pictures).map(|picture| {
        let attributes = picture.value().attrs();
        let parent = picture.parent().and_then(scraper::ElementRef::wrap);
        let link = parent.filter(|parent| parent.value().name() == "a");
        let of_link = |name| Some(link?.attr(name)?.to_owned());
        Shown {
            attributes: attributes
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            link: of_link("href"),
            label: of_link("aria-label"),
        }
    });
    pictures.collect()
}

/// Returns the file that an address on the page of the article names.
fn file<'t>(files: &'t Tree, url: &str) -> &'t [u8] {
    let path = match url.strip_prefix("../../") {
        Some(path) => path.to_owned(),
        None => format!("articles/a/{url}"),
    };
    files
        .get(&path)
        .unwrap_or_else(|| panic!("{path} in {:?}", files.keys()))
}

fn resized(files: &Tree) -> Vec<&String> {
    let paths = files
        .keys()
        .filter(|path| path.starts_with("resized/") && !path.ends_with('/'));
    paths.collect()
}

/// Returns the mean difference of two pictures of the same size, of 255.
fn difference(one: &DynamicImage, other: &DynamicImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let (one, other) = (one.to_rgb8().into_raw(), other.to_rgb8().into_raw());
    let differences = one
        .iter()
        .zip(&other)
        .map(|(a, b)| f64::from(a.abs_diff(*b)));
    differences.sum::<f64>() / one.len() as f64
}

#[test]
fn a_picture_has_sizes_and_leads_to_its_original() {
    let original = jpeg(&photo(1600, 801));
    let folder = site(&[("a.jpg", original.clone()), ("b.png", png(photo(700, 350)))]);
    let files = build(&folder);
    for (page, root) in [
        (PAGE, ""),
        (&format!("zh-hans/{PAGE}"), "../../../articles/a/"),
    ] {
        let pictures = shown(&files[page]);
        let [large, small] = &pictures[..] else {
            panic!("{pictures:?}");
        };
        assert_eq!(large.get("src"), format!("{root}a.jpg"));
        assert_eq!(large.link.as_deref(), Some(large.get("src")));
        assert_eq!(large.size(), (1600, 801));
        assert_eq!(large.widths(), [480, 960, 1440]);
        // One that is smaller than the largest size is there as a WebP of its own width.
        assert_eq!(small.widths(), [480, 700]);
        for picture in &pictures {
            assert_eq!(picture.get("loading"), "lazy");
            assert_eq!(picture.get("decoding"), "async");
            assert_eq!(picture.label, None);
            let sizes = "(min-width: 42.6rem) 40.4rem, calc(100vw - 2.2rem)";
            assert_eq!(picture.get("sizes"), sizes);
        }
    }
    assert_eq!(file(&files, "a.jpg"), original);
    for picture in shown(&files[PAGE]) {
        let original =
            image::load_from_memory(file(&files, picture.get("src"))).expect("a picture");
        let mut bytes = 0;
        for (width, url) in picture.candidates() {
            let webp = file(&files, &url);
            assert!(url.ends_with(&format!("-{width}.webp")), "{url}");
            assert!(
                webp.len() > bytes,
                "{url} has fewer bytes than a smaller one"
            );
            bytes = webp.len();
            let read =
                image::load_from_memory_with_format(webp, ImageFormat::WebP).expect("a WebP");
            let height = (original.height() * width + original.width() / 2) / original.width();
            assert_eq!(read.dimensions(), (width, height));
            let expected =
                original.resize_exact(width, height, image::imageops::FilterType::Lanczos3);
            let difference = difference(&read, &expected);
            assert!(difference < 6.0, "{url} differs by {difference}");
        }
        assert!(bytes < file(&files, picture.get("src")).len());
    }
    // Both editions show the same files, and the host is told that they never change.
    assert_eq!(resized(&files).len(), 5);
    let headers = std::str::from_utf8(&files["_headers"]).expect("UTF-8");
    assert!(headers.contains("/resized/*\n  Cache-Control: public, max-age=31536000, immutable\n"));
}

#[test]
fn a_picture_on_its_side_is_stood_up() {
    // EXIF 2.32, section 4.6.4: the first row is on the right of what is seen.
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let mut lying = photo(1200, 600);
    for (x, _, pixel) in lying.enumerate_pixels_mut() {
        // The left is what will be the top.
        if x < 600 {
            *pixel = Rgb([250, 20, 20]);
        }
    }
    let files = build(&site(&[("a.jpg", with_segment(&jpeg(&lying), 0xe1, exif))]));
    let picture = &shown(&files[PAGE])[0];
    assert_eq!(picture.size(), (600, 1200));
    assert_eq!(picture.widths(), [480, 600]);
    let (_, url) = &picture.candidates()[0];
    let read = image::load_from_memory(file(&files, url)).expect("a WebP");
    assert_eq!(read.dimensions(), (480, 960));
    let is_red = |x, y| read.get_pixel(x, y).0[0] > 200 && read.get_pixel(x, y).0[1] < 60;
    assert!(is_red(10, 10) && is_red(470, 400) && !is_red(10, 900));
}

#[test]
fn transparency_stays_and_its_colours_do_not_bleed() {
    // White that cannot be seen, around a red disc.
    let disc = RgbaImage::from_fn(1000, 1000, |x, y| {
        let (x, y) = (x as i32 - 500, y as i32 - 500);
        match x * x + y * y < 160_000 {
            true => Rgba([200, 0, 0, 255]),
            false => Rgba([255, 255, 255, 0]),
        }
    });
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(
        &mut bytes,
        image::codecs::png::CompressionType::Uncompressed,
        image::codecs::png::FilterType::NoFilter,
    );
    let written = encoder.write_image(&disc, 1000, 1000, ExtendedColorType::Rgba8);
    written.expect("a PNG");
    let files = build(&site(&[("a.png", bytes)]));
    let picture = &shown(&files[PAGE])[0];
    let (width, url) = &picture.candidates()[0];
    assert_eq!(*width, 480);
    let read = image::load_from_memory(file(&files, url)).expect("a WebP");
    assert_eq!(read.get_pixel(1, 1).0[3], 0);
    assert_eq!(read.get_pixel(240, 240).0[3], 255);
    for pixel in read.to_rgba8().pixels().filter(|pixel| pixel.0[3] > 128) {
        assert!(pixel.0[1] < 90, "{pixel:?}");
    }
}

#[test]
fn half_black_and_half_white_is_a_middle_grey() {
    let lines = RgbImage::from_fn(960, 400, |x, _| Rgb([if x % 2 == 0 { 255 } else { 0 }; 3]));
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(
        &mut bytes,
        image::codecs::png::CompressionType::Uncompressed,
        image::codecs::png::FilterType::NoFilter,
    );
    encoder
        .write_image(&lines, 960, 400, ExtendedColorType::Rgb8)
        .expect("a PNG");
    let files = build(&site(&[("a.png", bytes)]));
    let (_, url) = &shown(&files[PAGE])[0].candidates()[0];
    let read = image::load_from_memory(file(&files, url)).expect("a WebP");
    let grey = read.get_pixel(240, 100).0[0];
    // Half the light is 188 of 255 (IEC 61966-2-1), not 128.
    assert!((180..=196).contains(&grey), "{grey}");
}

#[test]
fn the_profile_of_colours_goes_along() {
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    let segment = [b"ICC_PROFILE\0\x01\x01", &profile[..]].concat();
    let with = |space: &[u8; 4]| {
        let mut segment = segment.clone();
        segment[14 + 16..14 + 20].copy_from_slice(space);
        build(&site(&[(
            "a.jpg",
            with_segment(&jpeg(&photo(500, 250)), 0xe2, &segment),
        )]))
    };
    let has_profile = |files: &Tree| {
        let (_, url) = &shown(&files[PAGE])[0].candidates()[0];
        file(files, url)
            .windows(profile.len())
            .any(|part| part == profile)
    };
    assert!(has_profile(&with(b"RGB ")));
    assert!(!has_profile(&with(b"GRAY")));
}

/// Holds that a picture is shown as it is, in its one size.
fn check_as_it_is(name: &str, bytes: &[u8], width: &str) {
    let files = build(&site(&[(name, bytes.to_vec())]));
    let picture = &shown(&files[PAGE])[0];
    assert_eq!(picture.get("src"), name);
    assert_eq!(picture.get("srcset"), "", "{name}");
    assert_eq!(picture.get("sizes"), "", "{name}");
    assert_eq!(picture.get("width"), width, "{name}");
    assert_eq!(picture.link, None, "{name}");
    assert_eq!(resized(&files), [""; 0], "{name}");
    assert_eq!(file(&files, name), bytes, "{name}");
}

#[test]
fn what_is_no_still_picture_of_some_size_stays_as_it_is() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2000\" height=\"9\"/>";
    check_as_it_is("a.svg", svg, "2000");
    check_as_it_is("small.png", &png(photo(480, 400)), "480");
    check_as_it_is("dot.png", &png(photo(1, 1)), "1");
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for grey in [0, 255] {
        let frame = RgbaImage::from_pixel(600, 10, Rgba([grey, grey, grey, 255]));
        encoder.encode_frame(Frame::new(frame)).expect("a frame");
    }
    drop(encoder);
    check_as_it_is("moves.gif", &gif, "600");
    // Of what is coarse already, a good WebP needs more bytes.
    let mut coarse = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut coarse, 1);
    encoder.encode_image(&photo(700, 350)).expect("a JPEG");
    check_as_it_is("coarse.jpg", &coarse, "700");
}

#[test]
fn formats_are_known_by_their_bytes() {
    let picture = DynamicImage::ImageRgb8(photo(600, 300));
    let deep = DynamicImage::ImageRgb16(picture.to_rgb16());
    let pictures = [
        ("a.png", jpeg(&photo(600, 300))),
        ("b.webp", written(&picture, ImageFormat::WebP)),
        (
            "c.gif",
            written(
                &DynamicImage::ImageRgba8(picture.to_rgba8()),
                ImageFormat::Gif,
            ),
        ),
        ("d.png", written(&deep, ImageFormat::Png)),
        (
            "e.jpg",
            written(
                &DynamicImage::ImageLuma8(picture.to_luma8()),
                ImageFormat::Jpeg,
            ),
        ),
    ];
    let files = build(&site(&pictures));
    for picture in shown(&files[PAGE]) {
        let name = picture.get("src");
        assert_eq!(picture.widths(), [480, 600], "{name}");
        for (width, url) in picture.candidates() {
            if url.ends_with(".webp") {
                let read = image::load_from_memory(file(&files, &url)).expect("a picture");
                assert_eq!(read.width(), width, "{name}");
            }
        }
    }
}

#[test]
fn pictures_are_found_wherever_texts_show_them() {
    let folder = Folder::site();
    let picture = jpeg(&photo(800, 400));
    folder.write("static/pictures/s.jpg", jpeg(&photo(801, 400)));
    folder.write("static/unused.jpg", jpeg(&photo(802, 400)));
    folder.write("content/page.jpg", jpeg(&photo(803, 400)));
    folder.write(
        "content/about.md",
        "---\ntitle: 頁\n---\n\n![頁](page.jpg)\n",
    );
    folder.write(
        "content/index.md",
        "---\ntitle: 首\n---\n\n![首](/pictures/s.jpg)\n",
    );
    folder.write("content/articles/a/b.jpg", &picture);
    // The same bytes are one file.
    folder.write("content/articles/a/c.jpg", &picture);
    article(
        &folder,
        "行內![乙](b.jpg)與[![](b.jpg)](/about/)和![](c.jpg)[^n]。\n\n[^n]: 註。\n\n    ![註](/pictures/s.jpg)\n",
    );
    let files = build(&folder);
    let pictures = shown(&files[PAGE]);
    let links: Vec<Option<&str>> = pictures.iter().map(|it| it.link.as_deref()).collect();
    let about = "../../about/";
    let original = "../../pictures/s.jpg";
    assert_eq!(
        links,
        [Some("b.jpg"), Some(about), Some("c.jpg"), Some(original)]
    );
    assert!(pictures.iter().all(|picture| !picture.widths().is_empty()));
    // What a link leads to has a name.
    assert_eq!(pictures[0].label, None);
    assert_eq!(pictures[2].label.as_deref(), Some("原圖"));
    assert_eq!(shown(&files["about/index.html"])[0].widths(), [480, 803]);
    assert_eq!(shown(&files["index.html"])[0].widths(), [480, 801]);
    assert_eq!(resized(&files).len(), 6, "{:?}", resized(&files));
}

#[test]
fn raw_html_and_feeds_have_the_original_alone() {
    let folder = site(&[("a.jpg", jpeg(&photo(800, 400)))]);
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://example.org/x/\"\n[markdown]\nraw_html = true\n",
    );
    article(
        &folder,
        "![甲](a.jpg)\n\n<p><img src=\"a.jpg\" alt=\"乙\"></p>\n",
    );
    let files = build(&folder);
    let pictures = shown(&files[PAGE]);
    assert_eq!(pictures[0].widths(), [480, 800]);
    assert_eq!((pictures[1].get("srcset"), &pictures[1].link), ("", &None));
    let feed = std::str::from_utf8(&files["feed.xml"]).expect("UTF-8");
    assert!(feed.contains("https://example.org/x/articles/a/a.jpg"));
    assert!(!feed.contains("srcset") && !feed.contains("resized/"));
}

#[test]
fn a_warm_build_is_a_cold_one_with_any_number_of_threads() {
    let broken = jpeg(&photo(900, 300))[..300].to_vec();
    let pictures = [
        ("a.jpg", jpeg(&photo(300, 150))),
        ("b.png", png(photo(180, 90))),
        ("c.jpg", broken),
    ];
    let folder = site(&pictures);
    let settings = |more: &str| {
        let settings = format!("title = \"站\"\n[images]\nwidths = [64, 128, 192]\n{more}\n");
        folder.write("kaozheng.toml", settings);
    };
    settings("");
    let kept = folder.path(".kaozheng/images");
    let cold = build(&folder);
    let entries = |expected| {
        let entries = fs::read_dir(&kept).expect("what is kept");
        let paths: Vec<PathBuf> = entries.map(|it| it.expect("an entry").path()).collect();
        assert_eq!(paths.len(), expected);
        paths
    };
    let before = entries(3);
    let written = |path: &PathBuf| {
        fs::metadata(path)
            .and_then(|it| it.modified())
            .expect("a time")
    };
    let times: Vec<_> = before.iter().map(written).collect();
    assert!(build(&folder) == cold);
    assert_eq!(before.iter().map(written).collect::<Vec<_>>(), times);
    // What was torn, or is something else, is made again.
    fs::write(&before[0], b"torn").expect("an entry");
    let whole = fs::read(&before[1]).expect("an entry");
    fs::write(&before[1], &whole[..whole.len() / 2]).expect("an entry");
    assert!(build(&folder) == cold);
    for threads in ["1", "4"] {
        fs::remove_dir_all(&kept).expect("what is kept");
        assert!(
            build_with(&folder, &["build"], threads) == cold,
            "{threads} threads"
        );
    }
    // Another quality is another file, and what nobody asks for is not kept.
    settings("quality = 30");
    let other = build(&folder);
    assert!(resized(&other).iter().all(|path| !cold.contains_key(*path)));
    entries(3);
    settings("enabled = false");
    assert_eq!(resized(&build(&folder)), [""; 0]);
    entries(0);
}

#[test]
fn a_site_says_which_widths_it_wants() {
    let folder = site(&[("a.jpg", jpeg(&photo(500, 250)))]);
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[images]\nwidths = [300, 100, 300]\n",
    );
    let files = build_with(&folder, &["build", "--offline"], "2");
    let picture = &shown(&files[PAGE])[0];
    assert_eq!(picture.widths(), [100, 300]);
    assert_eq!(picture.get("src"), "a.jpg");
}

/// Builds and checks a site that shows one file that is no good picture.
fn check_bad(name: &str, bytes: &[u8], code: Option<&str>) {
    let folder = site(&[(name, bytes.to_vec())]);
    let files = build(&folder);
    assert_eq!(file(&files, name), bytes, "{name}");
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 0, "{name}: {}", run.stderr);
    for known in ["broken-picture", "large-picture"] {
        assert_eq!(
            run.stderr.contains(known),
            code == Some(known),
            "{name}: {}",
            run.stderr
        );
    }
    let place = "content/articles/a/index.md:9:1";
    assert!(
        code.is_none() || run.stderr.contains(place),
        "{name}: {}",
        run.stderr
    );
}

#[test]
fn bad_pictures_are_told_and_published_as_they_are() {
    let good = png(photo(700, 350));
    // A PNG is broken when its end is missing; of a JPEG decoders show what there is, and so do browsers.
    check_bad("half.png", &good[..good.len() / 2], Some("broken-picture"));
    check_bad(
        "head.jpg",
        &jpeg(&photo(900, 300))[..300],
        Some("broken-picture"),
    );
    let mut noise = good.clone();
    noise[40..400].fill(0x55);
    check_bad("noise.png", &noise, Some("broken-picture"));
    check_bad("nothing.png", b"", Some("broken-picture"));
    check_bad("text.jpg", "文字".as_bytes(), Some("broken-picture"));
    // Nor are those read that are too small for several sizes, until somebody checks.
    let small = png(photo(70, 35));
    check_bad(
        "small.png",
        &small[..small.len() / 2],
        Some("broken-picture"),
    );
    check_bad("good.png", &small, None);
    // The header says so (PNG, section 11.2.1), and nobody reads on.
    let mut bomb = good.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    check_bad("bomb.png", &bomb, Some("large-picture"));
    let half = jpeg(&photo(600, 300));
    let folder = site(&[("half.jpg", half[..half.len() / 2].to_vec())]);
    assert!(!resized(&build(&folder)).is_empty());
}

#[test]
fn a_site_may_forbid_broken_pictures_or_not_hear_of_them() {
    let good = png(photo(700, 350));
    let folder = site(&[("half.png", good[..good.len() / 2].to_vec())]);
    let with = |level: &str| {
        let lints = format!("title = \"站\"\n[lints]\nbroken-picture = \"{level}\"\n");
        folder.write("kaozheng.toml", lints);
        [folder.run(&["build"]), folder.run(&["check"])]
    };
    for run in with("error") {
        assert_eq!(run.exit, 1, "{}", run.stderr);
        assert!(run.stderr.contains("broken-picture"), "{}", run.stderr);
    }
    for run in with("off") {
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert!(!run.stderr.contains("broken-picture"), "{}", run.stderr);
    }
}

#[test]
fn colours_of_print_stay_as_they_are() {
    check_as_it_is("print.jpg", &jpeg_of_inks(600, 300), "600");
}

/// Returns a baseline JPEG of four inks, all of whose blocks are the same (ISO/IEC 10918-1, annex B).
fn jpeg_of_inks(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8];
    let mut segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).expect("a short segment");
        jpeg.extend([0xff, marker]);
        jpeg.extend(length.to_be_bytes());
        jpeg.extend(content);
    };
    segment(0xee, b"Adobe\0\x64\0\0\0\0\0");
    segment(0xdb, &[&[0][..], &[1; 64]].concat());
    let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
    let channels: Vec<u8> = (1..=4).flat_map(|channel| [channel, 0x11, 0]).collect();
    segment(0xc0, &[&[8][..], &size, &[4], &channels].concat());
    // One code of one bit in each table: no difference, and the end of a block.
    let table = |class: u8| [&[class, 1][..], &[0; 15], &[0]].concat();
    segment(0xc4, &[table(0x00), table(0x10)].concat());
    let channels: Vec<u8> = (1..=4).flat_map(|channel| [channel, 0]).collect();
    segment(0xda, &[&[4][..], &channels, &[0, 63, 0]].concat());
    // Each block of each channel is two bits of nought.
    let blocks = usize::from(width.div_ceil(8)) * usize::from(height.div_ceil(8));
    jpeg.extend(vec![0; blocks * 4 * 2 / 8 + 1]);
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

#[test]
fn the_preview_shows_what_a_build_publishes() {
    let folder = site(&[
        ("a.jpg", jpeg(&photo(600, 300))),
        ("b.jpg", jpeg(&photo(501, 200))),
    ]);
    let files = build(&folder);
    let made = make(folder.root(), Drafts::Skip);
    let config = kaozheng::project::read_config(folder.root())
        .expect("a configuration")
        .value;
    let project = kaozheng::project::load(folder.root(), config)
        .expect("a site")
        .value;
    let (site, theme) = (&made.prepared.site, &made.prepared.theme);
    let preview = Preview::default();
    preview.prepare(&project, site, ["content/articles/a/index.md"].into_iter());
    let mut pages = made.prepared.plan.iter();
    let page = pages.find(|page| page.path == PAGE).expect("the page");
    let html = render::render(site, page, theme, Purpose::Publication, &Shared::default()).value;
    assert_eq!(html, files[PAGE]);
    for path in resized(&files) {
        assert_eq!(preview.file(path).as_ref(), Some(&files[path]), "{path}");
    }
    assert_eq!(preview.file("resized/other.webp"), None);
}
