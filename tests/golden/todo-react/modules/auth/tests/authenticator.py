"""A passkey, made of the standard's parts: what a device does when a site asks it."""

import hashlib
import json
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "https://testserver"
FLAG = AuthenticatorData.FLAG


class Passkey:
    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"a passkey of the tests"
        self.user = ""

    def create(self, options: dict[str, Any]) -> str:
        asked = options["creation_options"]["publicKey"]
        self.user = asked["user"]["id"]
        public_key = cast(Any, ES256).from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public_key)
        data = self._data(asked["rp"]["id"], FLAG.AT, credential)
        attestation = AttestationObject.create("none", data, {})
        client_data = self._client_data("webauthn.create", asked["challenge"])
        return self._answer(client_data, attestationObject=bytes(attestation))

    def get(self, options: dict[str, Any]) -> str:
        asked = options["request_options"]["publicKey"]
        data = self._data(asked["rpId"])
        client_data = self._client_data("webauthn.get", asked["challenge"])
        signed = bytes(data) + hashlib.sha256(client_data).digest()
        return self._answer(
            client_data,
            authenticatorData=bytes(data),
            signature=self.key.sign(signed, ec.ECDSA(SHA256())),
            userHandle=websafe_decode(self.user),
        )

    def _data(
        self, rp_id: str, flags: int = 0, credential: bytes = b""
    ) -> AuthenticatorData:
        rp_hash = hashlib.sha256(rp_id.encode()).digest()
        flags |= FLAG.UP | FLAG.UV
        data = AuthenticatorData.create(rp_hash, flags, 0, credential)
        return cast(AuthenticatorData, data)

    def _client_data(self, ceremony: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(
            type=ceremony, challenge=challenge, origin=ORIGIN
        )

    def _answer(self, client_data: bytes, **response: bytes) -> str:
        parts = {"clientDataJSON": client_data, **response}
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": {
                    name: websafe_encode(part) for name, part in parts.items()
                },
            }
        )
