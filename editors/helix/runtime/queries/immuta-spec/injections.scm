; inherits: yaml
; Generated: UPDATE_EXPECT=1 cargo test --test queries.

((block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))
 (#any-of? @_key_0 "advanced")
 (#any-of? @_key_1 "actions" "subscriptionPolicy")
 (#set! injection.language "immuta_subscription"))

((block_mapping_pair key: (flow_node) @_key_1 value: (flow_node (flow_mapping (flow_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))
 (#any-of? @_key_0 "advanced")
 (#any-of? @_key_1 "actions" "subscriptionPolicy")
 (#set! injection.language "immuta_subscription"))

((block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (block_node (block_scalar) @injection.content)))))
 (#any-of? @_key_0 "advanced")
 (#any-of? @_key_1 "actions" "subscriptionPolicy")
 (#set! injection.language "immuta_subscription"))

((block_mapping_pair key: (flow_node) @_key_2 value: (block_node (block_sequence (block_sequence_item (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))))))))
 (#any-of? @_key_0 "predicate" "conditionalPredicate")
 (#any-of? @_key_1 "config")
 (#any-of? @_key_2 "rules")
 (#set! injection.language "immuta_where"))

((block_mapping_pair key: (flow_node) @_key_2 value: (block_node (block_sequence (block_sequence_item (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_1 value: (flow_node (flow_mapping (flow_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))))))))
 (#any-of? @_key_0 "predicate" "conditionalPredicate")
 (#any-of? @_key_1 "config")
 (#any-of? @_key_2 "rules")
 (#set! injection.language "immuta_where"))

((block_mapping_pair key: (flow_node) @_key_2 value: (block_node (block_sequence (block_sequence_item (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (block_node (block_scalar) @injection.content)))))))))))
 (#any-of? @_key_0 "predicate" "conditionalPredicate")
 (#any-of? @_key_1 "config")
 (#any-of? @_key_2 "rules")
 (#set! injection.language "immuta_where"))

((block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))
 (#any-of? @_key_0 "sqlFunction")
 (#any-of? @_key_1 "maskingConfig")
 (#set! injection.language "immuta_where"))

((block_mapping_pair key: (flow_node) @_key_1 value: (flow_node (flow_mapping (flow_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))
 (#any-of? @_key_0 "sqlFunction")
 (#any-of? @_key_1 "maskingConfig")
 (#set! injection.language "immuta_where"))

((block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (block_node (block_scalar) @injection.content)))))
 (#any-of? @_key_0 "sqlFunction")
 (#any-of? @_key_1 "maskingConfig")
 (#set! injection.language "immuta_where"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_2 value: (_)) (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_sequence (block_sequence_item (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))))))))
 (#any-of? @_key_0 "query")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "sql"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_2 value: (_)) (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_sequence (block_sequence_item (flow_node (flow_mapping (flow_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))))))))
 (#any-of? @_key_0 "query")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "sql"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_2 value: (_)) (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_sequence (block_sequence_item (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (block_node (block_scalar) @injection.content)))))))))))
 (#any-of? @_key_0 "query")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "sql"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_2 value: (_)) (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_sequence (block_sequence_item (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))))))))
 (#any-of? @_key_0 "documentation")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "markdown.inline"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_2 value: (_)) (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_sequence (block_sequence_item (flow_node (flow_mapping (flow_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))))))))
 (#any-of? @_key_0 "documentation")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "markdown.inline"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_2 value: (_)) (block_mapping_pair key: (flow_node) @_key_1 value: (block_node (block_sequence (block_sequence_item (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_0 value: (block_node (block_scalar) @injection.content)))))))))))
 (#any-of? @_key_0 "documentation")
 (#any-of? @_key_1 "sources")
 (#any-of? @_key_2 "connectionKey")
 (#set! injection.language "markdown.inline"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_1 value: (_)) (block_mapping_pair key: (flow_node) @_key_0 value: (flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content (double_quote_scalar) @injection.content])))))
 (#any-of? @_key_0 "documentation")
 (#any-of? @_key_1 "projectKey")
 (#set! injection.language "markdown"))

((document (block_node (block_mapping (block_mapping_pair key: (flow_node) @_key_1 value: (_)) (block_mapping_pair key: (flow_node) @_key_0 value: (block_node (block_scalar) @injection.content)))))
 (#any-of? @_key_0 "documentation")
 (#any-of? @_key_1 "projectKey")
 (#set! injection.language "markdown"))
