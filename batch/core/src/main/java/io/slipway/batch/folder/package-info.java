/**
 * Files that many processes share, on a volume or in a store: each is whole or is not there, and
 * one of them can be replaced by who has seen what it replaces. Nothing is known here of what is in
 * them.
 */
@NullMarked
package io.slipway.batch.folder;

import org.jspecify.annotations.NullMarked;
