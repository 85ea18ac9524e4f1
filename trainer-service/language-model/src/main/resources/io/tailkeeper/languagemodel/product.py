# product = a b
def forward(self, a: Tensor, b: Tensor, product: Tensor) -> Tensor:
    return torch.mm(a, b, out=product)
