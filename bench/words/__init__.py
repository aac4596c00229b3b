"""How well comments are read: public sets, generated personal data, speed beside the bare encoder."""
