; inherits: json
; Generated: UPDATE_EXPECT=1 cargo test --test queries.

((pair key: (string (string_content) @_key_1) value: (object (pair key: (string (string_content) @_key_0) value: (string (string_content) @injection.content))))
 (#any-of? @_key_0 "advanced")
 (#any-of? @_key_1 "actions" "subscriptionPolicy")
 (#set! injection.language "immuta_subscription"))

((pair key: (string (string_content) @_key_2) value: (array (object (pair key: (string (string_content) @_key_1) value: (object (pair key: (string (string_content) @_key_0) value: (string (string_content) @injection.content)))))))
 (#any-of? @_key_0 "predicate" "conditionalPredicate")
 (#any-of? @_key_1 "config")
 (#any-of? @_key_2 "rules")
 (#set! injection.language "immuta_where"))

((pair key: (string (string_content) @_key_1) value: (object (pair key: (string (string_content) @_key_0) value: (string (string_content) @injection.content))))
 (#any-of? @_key_0 "sqlFunction")
 (#any-of? @_key_1 "maskingConfig")
 (#set! injection.language "immuta_where"))

((document (object (pair key: (string (string_content) @_key_2) value: (_)) (pair key: (string (string_content) @_key_1) value: (array (object (pair key: (string (string_content) @_key_0) value: (string (string_content) @injection.content)))))))
 (#any-of? @_key_0 "query")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "sql"))

((document (object (pair key: (string (string_content) @_key_2) value: (_)) (pair key: (string (string_content) @_key_1) value: (array (object (pair key: (string (string_content) @_key_0) value: (string (string_content) @injection.content)))))))
 (#any-of? @_key_0 "documentation")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "markdown.inline"))

((document (object (pair key: (string (string_content) @_key_1) value: (_)) (pair key: (string (string_content) @_key_0) value: (string (string_content) @injection.content))))
 (#any-of? @_key_0 "documentation")
 (#any-of? @_key_1 "projectKey")
 (#set! injection.language "markdown"))
