"""What each field of this app says about somebody: public facts about agencies, and which member of staff kept them."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "Agency", public="name folded description website", sealed="more", staff="changed_by",
        system="id version changed_at",
    )
    | declare(
        "Service",
        public="agency name description serves youngest oldest area_words how_to_refer cost cost_words waiting "
        "waiting_words public_number email website languages access checked_on modified_at retired_at",
        sealed="retired_reason more",
        staff="checked_by added_by retired_by",
        system="id version taxonomy added_at",
    )
    | declare("ServiceCode", public="about code", system="id service")
    | declare("ServiceWord", public="word", system="id service")
    | declare("ServiceCheck", public="checked_on", staff="checked_by", system="id service checked_at")
    | declare("EarlierEntry", sealed="content", staff="replaced_by", system="id service version replaced_at")
    | declare(
        "Import",
        sealed="content",
        staff="sent_by closed_by",
        system="id sent_at taken closed_at added changed same",
    )
)  # fmt: skip
