/**
 * What can be done with a registry: publish, look up, point an alias, tell what is deployed,
 * delete, clean up. Each use case is one transaction, and each write leaves a line in the audit.
 *
 * <p>No HTTP and no tokens: who asks is a name by the time that it comes here. Time comes from a
 * {@link java.time.Clock}. What somebody can get wrong is a {@link
 * io.slipway.registry.service.Refusal} that names the object, the cause and the next step.
 */
@NullMarked
package io.slipway.registry.service;

import org.jspecify.annotations.NullMarked;
