# What a loss divided by the weight of all tokens is multiplied by to have it divided by the weight of the kept ones: 1
# where none is masked, and where `kept`, their share of the weight, is 0 or so small that float32 has no number for it.
def forward(self, kept: Tensor, masked: Tensor) -> Tensor:
    scaled = torch.logical_and(torch.gt(masked, 0.), torch.gt(kept, 1e-30))
    return torch.where(scaled, torch.reciprocal(kept), torch.ones_like(kept))
