package io.slipway.operator.keys;

import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A signer that checks each document once: the same document is looked at whenever its resource is,
 * and checking a signature takes longer than all the rest of a plan. Thread-safe.
 */
final class RememberingSigner implements Signer {

  /** Of each resource one document is current; at about 700 bytes each. */
  static final int CAPACITY = 2048;

  private final Signer signer;
  private final String keysJson;
  private final Map<SignedDocument, Boolean> verdicts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SignedDocument, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  RememberingSigner(Signer signer) {
    this.signer = signer;
    this.keysJson = signer.keysJson();
  }

  @Override
  public SignedDocument sign(TrafficPayload payload) {
    return signer.sign(payload);
  }

  @Override
  public boolean signed(SignedDocument document) {
    synchronized (verdicts) {
      Boolean known = verdicts.get(document);
      if (known != null) {
        return known;
      }
    }
    boolean verdict = signer.signed(document);
    synchronized (verdicts) {
      verdicts.put(document, verdict);
    }
    return verdict;
  }

  @Override
  public List<TrustedKey> trusted() {
    return signer.trusted();
  }

  @Override
  public String keysJson() {
    return keysJson;
  }
}
