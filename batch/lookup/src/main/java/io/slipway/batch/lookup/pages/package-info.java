/**
 * The report for people who look: files as they are, and the policy under which a browser may use
 * them. They show what the API answers, which they ask with the reader's own token; so nothing here
 * knows what a warehouse keeps.
 */
@NullMarked
package io.slipway.batch.lookup.pages;

import org.jspecify.annotations.NullMarked;
