"""Training speed of GPT-2 (124 million parameters) in eager PyTorch: the reference of `./tailkeeper bench trainer`.

The same model, optimizer, batch and block as the bench's preset gpt2; prints one JSON object.
"""

import argparse
import json
import time
from contextlib import nullcontext

import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY, CONTEXT, LAYERS, HEADS, WIDTH = 50257, 1024, 12, 12, 768


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1 = nn.LayerNorm(WIDTH)
        self.c_attn = nn.Linear(WIDTH, 3 * WIDTH)
        self.attn_proj = nn.Linear(WIDTH, WIDTH)
        self.ln_2 = nn.LayerNorm(WIDTH)
        self.c_fc = nn.Linear(WIDTH, 4 * WIDTH)
        self.mlp_proj = nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x):  # (B, T, C)
        batch, length, width = x.shape
        heads = (part.view(batch, length, HEADS, width // HEADS).transpose(1, 2)
                 for part in self.c_attn(self.ln_1(x)).split(width, dim=2))
        mixed = F.scaled_dot_product_attention(*heads, is_causal=True)
        x = x + self.attn_proj(mixed.transpose(1, 2).reshape(batch, length, width))
        return x + self.mlp_proj(F.gelu(self.c_fc(self.ln_2(x)), approximate="tanh"))


class Gpt2(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(VOCABULARY, WIDTH)
        self.wpe = nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.ln_f = nn.LayerNorm(WIDTH)
        self.apply(self.initialise)

    @staticmethod
    def initialise(module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, std=0.02)
        if isinstance(module, nn.Linear):
            nn.init.zeros_(module.bias)

    def forward(self, tokens):  # (B, T) gives (B, T, V)
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1], device=tokens.device))
        for block in self.blocks:
            x = block(x)
        return F.linear(self.ln_f(x), self.wte.weight)


def optimizer_of(model, weight_decay=0.01):
    decaying = [p for name, p in model.named_parameters() if p.dim() == 2 and not name.startswith(("wte", "wpe"))]
    sparing = [p for name, p in model.named_parameters() if p.dim() != 2 or name.startswith(("wte", "wpe"))]
    groups = [{"params": decaying, "weight_decay": weight_decay}, {"params": sparing, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.999), eps=1e-8, fused=True)


def step(model, optimizer, tokens, computed):
    with computed:
        logits = model(tokens[:, :-1])
    loss = F.cross_entropy(logits.float().reshape(-1, VOCABULARY), tokens[:, 1:].reshape(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.detach()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    parser.add_argument("--batch", type=int, default=16, help="documents of a step")
    parser.add_argument("--block", type=int, default=512, help="tokens of a document")
    parser.add_argument("--steps", type=int, default=160, help="steps that are measured")
    parser.add_argument("--warm-up", type=int, default=16, help="steps before those")
    arguments = parser.parse_args()

    torch.manual_seed(1)
    device = torch.device(arguments.device)
    cuda = device.type == "cuda"
    model = Gpt2().to(device)
    optimizer = optimizer_of(model)
    bf16 = arguments.precision == "bf16"
    batches = [torch.randint(VOCABULARY, (arguments.batch, arguments.block)) for _ in range(20)]

    def take(first, count):
        for number in range(first, first + count):
            computed = torch.autocast(device.type, torch.bfloat16) if bf16 else nullcontext()
            loss = step(model, optimizer, batches[number % len(batches)].to(device), computed)
            if number % 16 == 15:
                loss.item()
        if cuda:
            torch.cuda.synchronize(device)

    take(0, arguments.warm_up)
    begun = time.perf_counter()
    take(arguments.warm_up, arguments.steps)
    seconds = time.perf_counter() - begun
    tokens = arguments.steps * arguments.batch * arguments.block
    print(json.dumps({
        "name": "eager PyTorch",
        "torch": torch.__version__,
        "device": torch.cuda.get_device_name(device) if cuda else str(device),
        "precision": arguments.precision,
        "parameters": sum(p.numel() for p in model.parameters()),
        "batchSize": arguments.batch,
        "blockTokens": arguments.block,
        "steps": arguments.steps,
        "seconds": seconds,
        "tokens/s": tokens / seconds,
    }, indent=2))


if __name__ == "__main__":
    main()
