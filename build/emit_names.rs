//! Writes what the catalog says of the names that a tenant has, and how it is asked.

use crate::format::{By, Known, NameList, Reference, Request, TenantApi};
use crate::rust::{conditions, keys, list, names_of, option, strings};

pub(crate) fn reference(reference: &Reference) -> String {
    let by = match (&reference.value_of, reference.by) {
        (Some(sibling), _) => format!("By::ValueOf({sibling:?})"),
        (None, By::Name) => "By::Name".to_owned(),
        (None, By::Id) => "By::Id".to_owned(),
    };
    format!(
        "Reference {{ to: &{}, by: {by}, when: {} }}",
        names_of(&reference.to),
        conditions(&reference.when)
    )
}

pub(crate) fn name_list(name: &str, row: &NameList) -> String {
    let Known { status, source } = &row.known;
    let listing = match &row.derived {
        Some(derived) => format!(
            "Listing::Derived {{ from: {}, key: {:?} }}",
            strings(&derived.from),
            derived.key
        ),
        None => format!("Listing::Asked({})", asked(row)),
    };
    format!(
        "NameList {{ name: {name:?}, plural: {:?}, doc: {:?}, status: Status::{status:?}, source: {source:?}, \
         listing: {listing} }}",
        row.plural,
        row.doc.trim(),
    )
}

fn asked(row: &NameList) -> String {
    let request = |request: &Request| {
        let query = request.query.iter();
        let query = list(query, |(name, value)| format!("({name:?}, {:?})", value.0));
        format!("Request {{ path: {:?}, query: {query} }}", request.path)
    };
    let requests = list(&row.requests, request);
    let detail = match &row.detail {
        Some(detail) => format!("Some({})", request(detail)),
        None => "None".to_owned(),
    };
    let paging = match (&row.pages, &row.limit) {
        (Some(pages), _) => format!(
            "Paging::Parts {{ size: {:?}, offset: {:?} }}",
            pages.size, pages.offset
        ),
        (None, Some(limit)) => format!("Paging::Limit({limit:?})"),
        (None, None) => "Paging::None".to_owned(),
    };
    format!(
        "Asked {{ requests: {requests}, paging: {paging}, entries: {}, name: {}, id: {}, description: {}, \
         count: {:?}, gone: {}, nested: {:?}, detail: {detail}, parent: {:?} }}",
        strings(&row.entries),
        keys(row.name.as_deref().unwrap_or_default()),
        option(row.id.as_deref(), keys),
        option(row.description.as_deref(), keys),
        row.count,
        strings(&row.gone),
        row.nested,
        row.parent,
    )
}

pub(crate) fn tenant(api: &TenantApi) -> String {
    let TenantApi {
        user,
        bodies,
        errors,
    } = api;
    let row = |doc: &str, Known { status, source }: &Known| {
        let doc = doc.trim();
        format!("doc: {doc:?}, status: Status::{status:?}, source: {source:?}")
    };
    format!(
        "TenantApi {{ user: UserRequest {{ {}, path: {:?}, name: {}, permissions: {:?} }}, \
         bodies: Bodies {{ {}, yaml: {:?}, json: {:?} }}, \
         errors: ErrorKeys {{ {}, entries: {}, message: {}, code: {:?}, path: {}, places: {:?} }} }}",
        row(&user.doc, &user.known),
        user.path,
        list(&user.name, |path| keys(path)),
        user.permissions,
        row(&bodies.doc, &bodies.known),
        bodies.yaml,
        bodies.json,
        row(&errors.doc, &errors.known),
        strings(&errors.entries),
        strings(&errors.message),
        errors.code,
        strings(&errors.path),
        errors.places,
    )
}
