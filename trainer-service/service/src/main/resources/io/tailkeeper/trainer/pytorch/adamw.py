# AdamW in one kernel, which divides the gradients by `divisor` first and changes nothing where `failed` is 1; then the
# gradients are 0. `rates` lies in the host's memory: learning rate and weight decay.
def forward(self, rates: Tensor, step: Tensor, divisor: Tensor, failed: Tensor, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], variances: List[Tensor]) -> Tensor:
    rate = float(rates[0])
    decay = float(rates[1])
    steps = [step for parameter in parameters]
    largest = annotate(List[Tensor], [])
    torch._fused_adamw_(parameters, gradients, means, variances, largest, steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False, grad_scale=divisor, found_inf=failed)
    torch._foreach_zero_(gradients)
    return step
