/** What came of the checks, for people and for programs. */
@NullMarked
package io.slipway.conformance.report;

import org.jspecify.annotations.NullMarked;
