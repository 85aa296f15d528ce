"""A small PyTorch network on handwritten digits, as ONNX with a dynamic batch.

Data: optical recognition of handwritten digits (1797 images of 8 x 8), bundled with scikit-learn; Alpaydin, Kaynak, 1998.
"""

import pathlib
import sys

import torch
from sklearn.datasets import load_digits

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "training"))
import example

torch.manual_seed(7)
data = load_digits()
images = torch.tensor(data.data / 16.0, dtype=torch.float32)
digits = torch.tensor(data.target)

network = torch.nn.Sequential(torch.nn.Linear(64, 48), torch.nn.ReLU(), torch.nn.Linear(48, 10), torch.nn.Softmax(dim=1))
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
for _ in range(200):
    optimizer.zero_grad()
    loss = torch.nn.functional.nll_loss(torch.log(network(images) + 1e-9), digits)
    loss.backward()
    optimizer.step()
network.eval()
with torch.no_grad():
    print("accuracy on the training rows:", round((network(images).argmax(1) == digits).float().mean().item(), 3))

torch.onnx.export(
    network,
    (images[:2],),
    str(example.folder() / "v1.onnx"),
    input_names=["image"],
    output_names=["probabilities"],
    dynamic_axes={"image": {0: "n"}, "probabilities": {0: "n"}},
    opset_version=18,
    dynamo=False,
)

shown = images[:5]
with torch.no_grad():
    probabilities = network(shown)
example.write_config_map("digits-network-models", ["v1.onnx"])
example.write_requests(
    [{"image": row.tolist()} for row in shown],
    {"v1": [{"probabilities": row.tolist()} for row in probabilities]},
)
