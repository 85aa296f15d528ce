/**
 * Decides whether the files of a version are a model that can be served, before anybody may ask for
 * it: what they are by their content, whether an engine loads them, what they take and give.
 *
 * <p>Files are not trusted. Whatever reads more of one than its first and last bytes runs in {@link
 * io.slipway.registry.validation.ValidationProcess}, a process of its own with little memory,
 * little time and nothing to find; the rest of the package starts it, waits for it, and believes no
 * more of its answer than it has to. No HTTP, no database; nothing here knows what a version is
 * called.
 */
@NullMarked
package io.slipway.registry.validation;

import org.jspecify.annotations.NullMarked;
