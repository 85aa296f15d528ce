package io.slipway.operator.judge;

/** A verdict, and the numbers behind it. */
public record Judgement(Verdict verdict, Evidence evidence) {}
