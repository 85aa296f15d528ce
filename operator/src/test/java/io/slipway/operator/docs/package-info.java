/** The tables of the documentation, written from the code and compared with it. */
@NullMarked
package io.slipway.operator.docs;

import org.jspecify.annotations.NullMarked;
