//! Who is trusted to be a tenant.

use super::error::RequestErrorKind;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::error::Error;
use std::sync::Arc;

/// TLS with the roots of the web, those of the system, and the user's own.
///
/// # Errors
/// When the user's own cannot be read.
pub(super) fn configuration(own: Option<&[u8]>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    // A system without a readable store has those of the web.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = own {
        let mut count = 0;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate
                .map_err(|error| format!("the file of certificates cannot be read: {error:?}"))?;
            roots.add(certificate).map_err(|error| {
                format!("the file of certificates holds one that cannot be used: {error}")
            })?;
            count += 1;
        }
        if count == 0 {
            return Err("the file of certificates holds none in PEM".to_owned());
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    // The server chooses. Without this it would not know that it may speak HTTP/2.
    tls.alpn_protocols = [b"h2".as_slice(), b"http/1.1"].map(<[u8]>::to_vec).to_vec();
    Ok(tls)
}

/// What went wrong with TLS, if that is what an error is about.
pub(super) fn cause(error: &(dyn Error + 'static)) -> Option<RequestErrorKind> {
    let error = find(error)?;
    Some(match error {
        rustls::Error::InvalidCertificate(reason) => RequestErrorKind::Certificate(words(reason)),
        other => RequestErrorKind::Tls(other.to_string()),
    })
}

fn find<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // What an I/O error wraps is not among its sources.
        next = match error.downcast_ref::<std::io::Error>() {
            Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

fn words(error: &CertificateError) -> String {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "it has expired".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet (is this machine's clock right?)".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another host".to_owned()
        }
        CertificateError::BadSignature => "it is not signed by the issuer it names".to_owned(),
        CertificateError::UnknownIssuer => "nobody this machine trusts has issued it".to_owned(),
        CertificateError::Revoked => "it was revoked".to_owned(),
        // The library has this one by its name only.
        other if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            "it is one for a certificate authority, not for a server".to_owned()
        }
        other => other.to_string(),
    }
}
