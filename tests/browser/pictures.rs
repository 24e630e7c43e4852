//! A browser takes of a picture's sizes the one that it needs, and its link leads to the original.

use crate::sites::{PICTURED, pictured};
use crate::tab::{NARROW, Size, Tab, WIDE};

/// The address of what is shown of the picture, once it is.
const SHOWN: &str = "(async () => {
    const picture = document.querySelector('.t img');
    picture.scrollIntoView();
    while (!(picture.complete && picture.currentSrc)) await new Promise(requestAnimationFrame);
    await picture.decode();
    return picture.currentSrc;
})()";

fn check(size: Size, end: &str) {
    let site = pictured();
    let mut tab = Tab::at(size, &site.server.url(PICTURED));
    let address: String = tab.eval(SHOWN);
    assert!(address.ends_with(end), "{address} at {size:?}");
    // It fills the column, in its proportions, and no more than that.
    let picture = tab.rect(".t img");
    let column = tab.rect(".t");
    assert!((picture.right - picture.left) - (column.right - column.left) < 1.0);
    let proportion = (picture.right - picture.left) / (picture.bottom - picture.top);
    assert!((proportion - 2.0).abs() < 0.02, "{proportion}");
    assert_eq!(tab.complaints(&site.server.url("")), [""; 0]);
    tab.click(".t a:has(img)");
    tab.wait_for_address("wide.png");
    assert_eq!(
        tab.eval::<u32>("document.querySelector('img').naturalWidth"),
        1600
    );
}

#[test]
fn a_phone_takes_a_small_one() {
    check(NARROW, "-480.webp");
}

#[test]
fn a_desk_takes_a_larger_one() {
    check(WIDE, "-960.webp");
}
