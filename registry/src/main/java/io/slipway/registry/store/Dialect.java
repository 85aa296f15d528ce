package io.slipway.registry.store;

/** What the two kinds of database do not say alike. */
enum Dialect {
  /**
   * One who writes at a time, from the transaction's first statement on: nothing is to be locked.
   */
  SQLITE("BEGIN DEFERRED", "BEGIN IMMEDIATE", "", "", ""),
  POSTGRESQL(
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      "BEGIN",
      " FOR UPDATE",
      "SELECT pg_advisory_xact_lock_shared(7350001)",
      "SELECT pg_advisory_xact_lock(7350001)");

  private final String beginReading;
  private final String beginWriting;
  private final String forUpdate;
  private final String blobsStay;
  private final String blobsGo;

  Dialect(
      String beginReading,
      String beginWriting,
      String forUpdate,
      String blobsStay,
      String blobsGo) {
    this.beginReading = beginReading;
    this.beginWriting = beginWriting;
    this.forUpdate = forUpdate;
    this.blobsStay = blobsStay;
    this.blobsGo = blobsGo;
  }

  /** Begins a transaction that sees one state of all. */
  String beginReading() {
    return beginReading;
  }

  /** Begins a transaction that is to write. */
  String beginWriting() {
    return beginWriting;
  }

  /** Ends a SELECT whose rows nobody else is to change before the transaction ends. */
  String forUpdate() {
    return forUpdate;
  }

  /** Taken by those who rely on bytes being there; empty where it needs no saying. */
  String blobsStay() {
    return blobsStay;
  }

  /** Taken by the one who removes bytes. */
  String blobsGo() {
    return blobsGo;
  }
}
