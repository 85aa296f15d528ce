"""Trains a small network with PyTorch, exports it as ONNX and pushes it. Needs torch, onnx and onnxscript."""

import pathlib
import tempfile

import slipway
import torch
from torch import nn

torch.manual_seed(1)
points = torch.rand(2000, 2) * 2 - 1
inside = (points.norm(dim=1, keepdim=True) < 0.7).float()

network = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
for _ in range(400):
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy(network(points), inside)
    loss.backward()
    optimizer.step()
accuracy = ((network(points) > 0.5) == (inside > 0.5)).float().mean().item()

registry = slipway.Registry()
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "disc.onnx")
    torch.onnx.export(
        network,
        (points[:2],),
        str(path),
        input_names=["point"],
        output_names=["inside"],
        dynamic_shapes=({0: torch.export.Dim("rows")},),
        external_data=False,  # one file
    )
    version = registry.push(
        path,
        name="disc",
        parent=registry.alias("disc", "champion"),  # none before the first promotion
        alias="challenger",
        producer=f"PyTorch {torch.__version__}",
        metrics={"loss": loss.item(), "accuracy": accuracy},
    )
print(f"disc {version.number} is {version.state}: {version.digest}, accuracy {accuracy:.4f}")
