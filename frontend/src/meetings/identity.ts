/** Names the acts of a region, so that one act's form is never taken for another's when fresh HTML arrives. */

const PASSING = ["key", "csrfmiddlewaretoken"];

/** Same address and same hidden values: the same act. */
function actOf(form: HTMLFormElement): string {
  const hidden = [...form.querySelectorAll<HTMLInputElement>('input[type="hidden"]')].filter((input) => !PASSING.includes(input.name));
  return [form.getAttribute("action") ?? "", ...hidden.map((input) => `${input.name} ${input.value}`)].join(" ");
}

function nameOf(element: Element): string {
  const name = element instanceof HTMLFormElement ? actOf(element) : `keep ${element.getAttribute("data-keep") ?? ""}`;
  return name.replace(/[^\w]+/g, "-");
}

export function identify(content: ParentNode, region: string): void {
  const seen = new Map<string, number>();
  for (const element of content.querySelectorAll("form[data-act], details[data-keep]")) {
    const name = `${region}-${nameOf(element)}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (!element.id) element.id = count > 1 ? `${name}-${count}` : name;
  }
}
