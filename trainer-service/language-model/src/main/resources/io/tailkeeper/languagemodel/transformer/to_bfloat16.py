# 15 is bfloat16.
def forward(self, x: Tensor) -> Tensor:
    return torch.to(x, 15)
