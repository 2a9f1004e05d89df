//! Specs as people write them: nested lists and mappings, every style of scalar, comments, anchors.

/// A data source spec, indented by two, with dashes deeper than their key.
pub(super) const DATA: &str = r#"# Tables of the sales warehouse.
# immuta: data
connectionKey: sales
connection:
  handler: Snowflake
  ssl: true
  port: 443
  hostname: acme.snowflakecomputing.com
  warehouse: "COMPUTE_WH"
  database: SALES
  username: immuta_service
  password: 'it''s a secret' # from the vault
nameTemplate:
  dataSourceFormat: <tablename>
  schemaFormat: <schema>
  tableFormat: <tablename>
  schemaProjectNameFormat: Sales <Schema>
options:
  staleDataTolerance: 86400
  disableSensitiveDataDiscovery: false
  tableTags: [Sales, "Discovered.Entity.Person Name",
    Region.EMEA]
  hardDelete: ~

owners:
  - type: user
    name: ada@example.com
    iam: bim
  - {type: group, name: Data Owners}
sources:
  # The core tables.
  - table: customers
    schema: public
    documentation: |
      Customers of **all** regions.

      # How to read it
      key: not a key
    naming: &naming
      datasource: Customers
      table: customers
    tags:
      table:
        - PII
        - Sales.Customers
      columns:
        - columnName: email
          tags: [PII, Contact]
        - columnName: phone
          tags:
            - PII
  - table: orders
    schema: public
    naming: *naming
    columnDescriptions:
      - columnName: total
        description: >-
          What was paid,
          in cents
      - columnName: at
        description: When it was
          placed
  - query: "SELECT * FROM a
      WHERE b = 1"
    naming:
      datasource: A
  - all: true
"#;

/// A policy spec, indented by four, with dashes in the column of their key.
pub(super) const POLICY: &str = r"---
policyKey: mask-pii
name: Mask PII
type: data
template: false
actions:
-   type: Masking
    rules:
    -   type: Masking
        config:
            fields:
            -   type: columnTags
                columnTag: Discovered.PII
            maskingConfig:
                type: Consistent Value
                metadata: {}
        exceptions:
            operator: or
            conditions:
            -   type: groups
                group:
                    name: Legal
            -   type: attributes
                attribute:
                    name: Region
                    value: EMEA
circumstances:
-   type: columnTags
    operator: or
    columnTag:
        name: Discovered.PII
staged: true
";

/// A data source spec with entries of every length and long lists, so that it is cut into many pieces.
pub(super) const LONG: &str = r"connectionKey: w
sources:
- table: t1
  schema: s
- table: t2
  schema: s
- table: t3
  schema: s
- table: t4
  schema: s
- table: t5
  schema: s
- table: t6
  schema: s
- table: t7
  schema: s
- table: t8
  schema: s
- table: t9
  schema: s
  tags:
    table: [a]
- table: t10
  schema: s
- table: t11
  schema: s
owners:
- type: user
  name: ada
";

/// A data source spec in JSON.
pub(super) const JSON: &str = r#"{
  "connectionKey": "sales",
  "connection": {
    "handler": "Snowflake",
    "port": 443,
    "ssl": true
  },
  "sources": [
    {
      "table": "customers",
      "tags": ["PII", "Sales"]
    },
    { "table": "orders" }
  ],
  "owners": []
}
"#;

/// Those in YAML.
pub(super) const ALL: [&str; 3] = [DATA, POLICY, LONG];
