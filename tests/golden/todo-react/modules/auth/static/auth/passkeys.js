// Passkeys are the one thing on the pages of accounts that needs a script. Servers speak of
// bytes as base64url, browsers as buffers; the rest is asking the browser and sending the form.
(() => {
  if (!window.PublicKeyCredential) return;

  const decode = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const decodeIds = (list = []) => list.map((entry) => ({ ...entry, id: decode(entry.id) }));

  const optionsOnPage = () => JSON.parse(document.getElementById("passkey-options").textContent);

  async function create() {
    const { publicKey } = optionsOnPage().creation_options;
    return navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: decode(publicKey.challenge),
        user: { ...publicKey.user, id: decode(publicKey.user.id) },
        excludeCredentials: decodeIds(publicKey.excludeCredentials),
        // Kept on the device and unlocked by its owner, so that it signs in without a password.
        authenticatorSelection: {
          ...publicKey.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
  }

  async function get({ publicKey }) {
    return navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: decode(publicKey.challenge),
        allowCredentials: decodeIds(publicKey.allowCredentials),
      },
    });
  }

  async function signIn(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`no passkey options: ${answer.status}`);
    return get((await answer.json()).request_options);
  }

  const ceremonies = {
    create,
    confirm: () => get(optionsOnPage().request_options),
    "sign-in": signIn,
  };

  function toJson(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = encode(credential.response[name]);
    return JSON.stringify({
      id: credential.id,
      rawId: encode(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  }

  for (const block of document.querySelectorAll("[data-passkey]")) {
    const form = block.querySelector("form");
    const problem = block.querySelector("[role=alert]");
    block.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      try {
        form.elements.credential.value = toJson(await ceremonies[block.dataset.passkey](form));
        form.submit();
      } catch {
        // Refused by the person, the device or the browser: each of them said why.
        problem.hidden = false;
      }
    });
  }
})();
