//! Tenants behind TLS, with certificates that are good or are not. All are made here.

use crate::asking::{FINE, GOOD, ask};
use crate::home::{Home, KEY};
use crate::loopback::{Loopback, json};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;
use std::io::Write;
use std::sync::Arc;

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

/// A tenant that answers well, behind TLS.
fn secure(certificate: CertificateDer<'static>, key: &KeyPair) -> Loopback {
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .expect("a certificate");
    let config = Arc::new(config);
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
