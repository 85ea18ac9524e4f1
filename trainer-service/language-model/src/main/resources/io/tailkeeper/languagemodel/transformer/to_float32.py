# 6 is float32.
def forward(self, x: Tensor) -> Tensor:
    return torch.to(x, 6)
