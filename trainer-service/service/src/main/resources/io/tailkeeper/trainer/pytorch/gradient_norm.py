# The norm of all gradients together, times `scale`, and what the gradients are to be divided by so that they are scaled
# and clipped to `clip`. `failed` becomes 1, and stays 1, where loss or norm is no finite number. 7 is float64, 6 float32.
def forward(self, loss: Tensor, scale: Tensor, clip: Tensor, failed: Tensor, gradients: List[Tensor]) -> List[Tensor]:
    norms = torch.to(torch.stack(torch._foreach_norm(gradients)), 7)
    norm = torch.mul(torch.linalg_vector_norm(norms), scale)
    finite = torch.logical_and(torch.isfinite(norm), torch.isfinite(loss))
    torch.copy_(failed, torch.maximum(failed, torch.to(torch.logical_not(finite), 6)))
    divisor = torch.div(torch.clamp_min(torch.div(norm, clip), 1.), scale)
    return [norm, torch.to(divisor, 6)]
