package io.slipway.registry.model;

import java.util.Optional;

/**
 * An alias was set, moved or taken away. The last such event of an alias is its present state:
 * there is no other.
 *
 * @param sequence 1 for the first of the alias, and no gaps
 * @param from where it pointed before, if anywhere
 * @param to where it points since, if anywhere
 */
public record AliasEvent(
    ModelName model,
    AliasName alias,
    int sequence,
    Optional<VersionNumber> from,
    Optional<VersionNumber> to,
    Remark moved) {}
