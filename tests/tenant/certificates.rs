//! Tenants behind TLS, with certificates that are good or are not. All are made here.

use crate::asking::{FINE, GOOD, ask};
use crate::home::{Home, KEY};
use crate::loopback::{Loopback, json};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// A certificate authority.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self {
            pem,
            issuer: Issuer::new(params, key),
        }
    }

    /// A tenant with a certificate of this authority.
    fn tenant(&self, params: &CertificateParams) -> Loopback {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        secure(certificate.der().clone(), &key)
    }
}

/// What a certificate says about this machine, or one with another name.
fn params(host: &str) -> CertificateParams {
    CertificateParams::new([host.to_owned()]).expect("a name")
}

fn configuration(certificate: CertificateDer<'static>, key: &KeyPair) -> ServerConfig {
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .expect("a certificate")
}

/// A tenant that answers well, behind TLS.
fn secure(certificate: CertificateDer<'static>, key: &KeyPair) -> Loopback {
    let config = Arc::new(configuration(certificate, key));
    Loopback::start(
        move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            StreamOwned::new(connection, stream)
        },
        |_, _, stream| {
            let _ = stream.write_all(&json("200 OK", GOOD));
        },
    )
}

#[test]
fn nothing_is_sent_to_somebody_who_may_be_anybody() {
    let (own, foreign, alike) = (
        Authority::new("own"),
        Authority::new("foreign"),
        Authority::new("own"),
    );
    let home = Home::new();
    let file = home.write("authority.pem", &own.pem);
    let mut expired = params("127.0.0.1");
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 1, 1);
    let mut early = params("127.0.0.1");
    early.not_before = date_time_ymd(2900, 1, 1);
    let mut signed_itself = params("127.0.0.1");
    signed_itself.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let itself = signed_itself.self_signed(&key).expect("a certificate");
    for (tenant, words) in [
        (own.tenant(&expired), "it has expired"),
        (own.tenant(&early), "it is not valid yet"),
        (
            own.tenant(&params("other.example.com")),
            "it is for another host",
        ),
        (
            foreign.tenant(&params("127.0.0.1")),
            "nobody this machine trusts has issued it",
        ),
        (
            alike.tenant(&params("127.0.0.1")),
            "it is not signed by the issuer it names",
        ),
        (
            secure(itself.der().clone(), &key),
            "it is one for a certificate authority",
        ),
    ] {
        let ended = ask(
            &format!("https://{}", tenant.host),
            &json!({ "caFile": file }),
        );
        assert_eq!(ended.outcome, "failed");
        let whole = format!(
            "the certificate of {} is not to be trusted: {words}",
            tenant.host
        );
        ended.says(
            words,
            &[&whole, "Nothing was sent", "`tenant.caFile`", "`--ca-file`"],
        );
        assert_eq!(tenant.requests(), [""], "{words}");
    }
}

#[test]
fn the_users_own_authority_is_trusted() {
    let authority = Authority::new("own");
    let tenant = authority.tenant(&params("127.0.0.1"));
    let url = format!("https://{}", tenant.host);
    let home = Home::new();
    let file = home.write("authority.pem", &authority.pem);
    let ended = ask(&url, &json!({ "caFile": file }));
    assert_eq!(ended.outcome, "ok", "{}", ended.message);

    home.write("work/p.yaml", FINE);
    let run = |arguments: &[&str]| {
        let mut command = home.command();
        command.env("IMMUTA_URL", &url).env("IMMUTA_API_KEY", KEY);
        let output = command.args(["dry-run", "p.yaml"]).args(arguments).output();
        let output = output.expect("it runs");
        let out = String::from_utf8(output.stdout).expect("UTF-8");
        (output.status.code(), out)
    };
    let (code, out) = run(&["--ca-file", "../authority.pem"]);
    assert_eq!(code, Some(0), "{out}");
    let (code, out) = run(&[]);
    assert_eq!(code, Some(2));
    assert!(out.contains("nobody this machine trusts"), "{out}");
    let all = tenant.requests();
    let sent = all.iter().filter(|request| !request.is_empty());
    assert_eq!(sent.count(), 2, "{all:?}");
}

/// A tenant that speaks nothing but HTTP/2: its address, and what it was asked.
fn modern(certificate: CertificateDer<'static>, key: &KeyPair) -> (String, Receiver<String>) {
    let mut config = configuration(certificate, key);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    listener.set_nonblocking(true).expect("a setting");
    let (asked, requests) = channel();
    let serve = async move {
        let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
        let (stream, _) = listener.accept().await.expect("a connection");
        let stream = acceptor.accept(stream).await.expect("a handshake");
        let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            let key = request.headers()["authorization"].to_str().expect("text");
            let _ = asked.send(format!("{} {key}", request.uri().path()));
            let head = axum::http::Response::builder().header("content-type", "application/json");
            let head = head.body(()).expect("a head");
            let mut body = respond.send_response(head, false).expect("an answer");
            body.send_data(GOOD.into(), true).expect("a body");
        }
    };
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(serve);
    });
    (host, requests)
}

#[test]
fn a_tenant_may_speak_nothing_but_http_2() {
    let authority = Authority::new("own");
    let key = KeyPair::generate().expect("a key");
    let certificate = params("127.0.0.1").signed_by(&key, &authority.issuer);
    let certificate = certificate.expect("a certificate").der().clone();
    let (host, requests) = modern(certificate, &key);
    let home = Home::new();
    let file = home.write("authority.pem", &authority.pem);
    let ended = ask(&format!("https://{host}"), &json!({ "caFile": file }));
    assert_eq!(ended.outcome, "ok", "{}", ended.message);
    let asked = requests.recv().expect("a request");
    assert_eq!(asked, format!("/api/v2/project {KEY}"));
}

#[test]
fn a_tenant_without_tls_is_not_taken_for_one_with() {
    let tenant = Loopback::start(
        |mut stream| {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            stream
        },
        |_, _, _| {},
    );
    let ended = ask(&format!("https://{}", tenant.host), &json!({}));
    assert_eq!(ended.outcome, "failed");
    ended.says(
        "plain",
        &["no secure connection to", &tenant.host, "address"],
    );
    assert!(
        tenant
            .requests()
            .iter()
            .all(|request| !request.contains("POST"))
    );
}
