/** What a plan of a run or a schedule is made from: values alone. */
@NullMarked
package io.slipway.operator.batch.observe;

import org.jspecify.annotations.NullMarked;
