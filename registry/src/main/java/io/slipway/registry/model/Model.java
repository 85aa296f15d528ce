package io.slipway.registry.model;

import java.util.Optional;

/**
 * A model: a name under which versions are kept.
 *
 * @param retention which versions may go by themselves; none when absent
 */
public record Model(ModelName name, Notes notes, Optional<Retention> retention, Remark created) {}
