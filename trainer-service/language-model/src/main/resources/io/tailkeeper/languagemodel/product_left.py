# product = a b; columns of a beyond the rows of b do not count.
def forward(self, a: Tensor, b: Tensor, product: Tensor) -> Tensor:
    return torch.mm(torch.narrow(a, 1, 0, torch.size(b, 0)), b, out=product)
