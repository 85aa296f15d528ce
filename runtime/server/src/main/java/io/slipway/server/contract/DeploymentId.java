package io.slipway.server.contract;

/** Which ModelDeployment; the uid tells apart two of one name at different times. */
public record DeploymentId(String namespace, String name, String uid) {
  static DeploymentId of(Fields fields) throws DocumentException {
    return new DeploymentId(fields.text("namespace"), fields.text("name"), fields.text("uid"));
  }

  @Override
  public String toString() {
    return namespace + "/" + name + " (" + uid + ")";
  }
}
