//! Answers that are larger than they should be. The memory of the server is looked at.

use crate::asking::{GOOD, ask};
use crate::loopback::{Loopback, json};
use flate2::{Compress, Compression, FlushCompress};
use serde_json::Value;
use std::io::Write;

const MIB: usize = 1024 * 1024;

/// What one answer may cost: the body as it comes, as text, and as a tree.
const BOUND: u64 = 64 * 1024;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";

/// A success of an exact size.
fn sized(size: usize) -> Vec<u8> {
    let (front, back) = (r#"{"dryRun": true, "creating": true, "more": ""#, r#""}"#);
    let filling = "x".repeat(size - front.len() - back.len());
    json("200 OK", &format!("{front}{filling}{back}"))
}

fn too_large(tenant: &Loopback) {
    let ended = ask(&tenant.url(), &Value::Null);
    assert_eq!(ended.outcome, "failed");
    ended.says(
        "size",
        &[&tenant.host, "sends more than 8 MiB", "was not read"],
    );
    assert!(ended.memory < BOUND, "{} KiB", ended.memory);
}

#[test]
fn eight_mebibytes_are_read_and_a_byte_more_is_not() {
    let tenant = Loopback::saying(vec![sized(8 * MIB)]);
    let ended = ask(&tenant.url(), &Value::Null);
    assert_eq!(ended.outcome, "ok", "{}", ended.message);
    assert!(ended.memory < BOUND, "{} KiB", ended.memory);
    too_large(&Loopback::saying(vec![sized(8 * MIB + 1)]));
}

#[test]
fn a_body_without_end_is_left() {
    too_large(&Loopback::plain(|_, stream| {
        let _ = stream.write_all(format!("{HEAD}\r\n").as_bytes());
        while stream.write_all(&[b' '; 64 * 1024]).is_ok() {}
    }));
}

#[test]
fn a_failure_is_not_read_for_ever_either() {
    too_large(&Loopback::plain(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 422 Unprocessable Entity\r\nconnection: close\r\n\r\n");
        while stream.write_all(&[b' '; 64 * 1024]).is_ok() {}
    }));
}

#[test]
fn a_body_that_unpacks_without_end_is_left() {
    // A gibibyte of spaces: one packed mebibyte, which refers to nothing before it, again and again.
    let mut packed = Vec::with_capacity(MIB);
    Compress::new(Compression::default(), false)
        .compress_vec(&vec![b' '; MIB], &mut packed, FlushCompress::Full)
        .expect("it packs");
    let bomb = Loopback::plain(move |request, stream| {
        assert!(request.contains("accept-encoding: gzip"), "{request}");
        let _ = stream.write_all(format!("{HEAD}content-encoding: gzip\r\n\r\n").as_bytes());
        let _ = stream.write_all(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        for _ in 0..1024 {
            if stream.write_all(&packed).is_err() {
                break;
            }
        }
    });
    too_large(&bomb);
}

#[test]
fn what_is_packed_well_is_read() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(GOOD.as_bytes()).expect("memory");
    let packed = packer.finish().expect("memory");
    let length = packed.len();
    let mut answer =
        format!("{HEAD}content-encoding: gzip\r\ncontent-length: {length}\r\n\r\n").into_bytes();
    answer.extend(packed);
    let ended = ask(&Loopback::saying(vec![answer]).url(), &Value::Null);
    assert_eq!(ended.outcome, "ok", "{}", ended.message);
}
